import { describe, expect, it } from 'vitest'
import type { SetlistSong } from '../../src/domain/setlist.ts'
import { compareSetlists } from '../../src/prediction/compare-setlists.ts'

const line = (title: string, position = 0, more: Partial<SetlistSong> = {}): SetlistSong => ({
  id: `line ${title} ${position}`,
  position,
  songId: null,
  title,
  part: { name: null, encore: null },
  tape: false,
  medley: null,
  originalArtist: null,
  guest: null,
  info: null,
  probability: null,
  reason: null,
  ...more,
})
const lines = (...titles: string[]) => titles.map((title, position) => line(title, position))
const nothing = { played: [], predicted: [], voted: [], chosenByFan: [] }

describe('a comparison of setlists', () => {
  it('counts hits, misses and surprises', () => {
    const comparison = compareSetlists({
      ...nothing,
      played: lines('One', 'Two', 'Three'),
      predicted: [line('Two', 0, { probability: 0.9 }), line('Four', 1, { probability: 0.4 })],
    })
    expect(comparison.predicted).toEqual({ picks: 2, hits: 1, precision: 0.5, recall: 1 / 3, f1: 0.4 })
    expect(comparison.hits).toEqual([{ title: 'Two', songId: null, probability: 0.9, upvotes: 0 }])
    expect(comparison.misses.map(({ title }) => title)).toEqual(['Four'])
    expect(comparison.surprises.map(({ title }) => title)).toEqual(['One', 'Three'])
    expect(comparison.surprises[0]!.probability).toBeNull()
    expect(comparison).toMatchObject({ played: 3, voted: null, fan: null })
  })

  it('knows a song by its title, however it is written, and by the song of the catalog', () => {
    const { predicted } = compareSetlists({
      ...nothing,
      played: [line('Rock ’n’ Roll'), line('Lighthouse (Live)'), line('Other name', 2, { songId: 'sng_1' })],
      predicted: [line('Rock & Roll'), line('Lighthouse'), line('One name', 2, { songId: 'sng_1' })],
    })
    expect(predicted).toMatchObject({ picks: 3, hits: 3, f1: 1 })
  })

  it('leaves tapes and unnamed songs out, and counts a song once', () => {
    const comparison = compareSetlists({
      ...nothing,
      played: [line('Intro', 0, { tape: true }), line('One', 1), line('', 2), line('One', 3)],
      predicted: lines('One'),
    })
    expect(comparison.played).toBe(1)
    expect(comparison.predicted).toMatchObject({ hits: 1, f1: 1 })
    expect(comparison.hits).toHaveLength(1)
  })

  it('takes as many of the songs with the most upvotes as were predicted, over all setlists', () => {
    const { voted, surprises } = compareSetlists({
      ...nothing,
      played: lines('One', 'Two', 'Three'),
      predicted: lines('One', 'Four'),
      voted: [
        { line: line('One', 0), upvotes: 5 },
        { line: line('Four', 1), upvotes: 2 },
        { line: line('Two', 0), upvotes: 3 },
        { line: line('Two', 1), upvotes: 1 },
        { line: line('Three', 2), upvotes: 0 },
      ],
    })
    expect(voted).toEqual({ picks: 2, hits: 2, precision: 1, recall: 2 / 3, f1: 0.8 })
    expect(surprises.find(({ title }) => title === 'Two')!.upvotes).toBe(4)
  })

  it('tells the accuracy of one fan', () => {
    const { fan } = compareSetlists({
      ...nothing,
      played: lines('One', 'Two'),
      chosenByFan: lines('Two', 'Four'),
      voted: lines('One', 'Two', 'Four').map((each) => ({ line: each, upvotes: 1 })),
    })
    expect(fan).toEqual({ picks: 2, hits: 1, precision: 0.5, recall: 0.5, f1: 0.5 })
  })
})
