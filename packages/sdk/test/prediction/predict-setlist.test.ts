import { describe, expect, it } from 'vitest'
import { predictSetlist } from '../../src/prediction/predict-setlist.ts'
import type { PastSetlist } from '../../src/prediction/setlist-model.ts'
import { dayOf, showsOf, songs } from './support/worlds.ts'

const evening = (show: number, main: readonly string[], encore: readonly string[] = []): PastSetlist => ({
  localDate: dayOf(show),
  tour: 'Harbor Lights',
  songs: [
    ...main.map((key) => ({ key, part: 'main' as const })),
    ...encore.map((key) => ({ key, part: 'encore' as const })),
  ],
})
const next = { localDate: dayOf(99), tour: 'Harbor Lights' }

describe('a predicted setlist', () => {
  it('keeps the order of the evening, encores last', () => {
    const past = Array.from({ length: 6 }, (_, show) =>
      evening(show, ['opener', 'second', 'third', 'closer'], ['first encore', 'last encore']),
    )
    expect(predictSetlist(past, next).map(({ key, position, part }) => [position, key, part])).toEqual([
      [0, 'opener', 'main'],
      [1, 'second', 'main'],
      [2, 'third', 'main'],
      [3, 'closer', 'main'],
      [4, 'first encore', 'encore'],
      [5, 'last encore', 'encore'],
    ])
  })

  it('follows a song that has moved to another place', () => {
    const past = [
      ...Array.from({ length: 6 }, (_, show) => evening(show, ['hit', 'a', 'b'], ['c'])),
      ...Array.from({ length: 6 }, (_, show) => evening(6 + show, ['a', 'b'], ['c', 'hit'])),
    ]
    expect(predictSetlist(past, next).at(-1)).toMatchObject({ key: 'hit', part: 'encore' })
  })

  it('is the only show known, when only one is known', () => {
    const predicted = predictSetlist([evening(0, songs('song', 12))], next)
    expect(predicted.map(({ key }) => key)).toEqual(songs('song', 12))
    expect(predicted[0]!.reason).toBe('played at the last show')
  })

  it('takes the past in any order, and nothing from the day of the show on', () => {
    const past = showsOf((show) => ({ songs: songs(show < 30 ? 'old' : 'new', 10) }), 60)
    const show = { localDate: dayOf(30), tour: null }
    const predicted = predictSetlist(past.toReversed(), show)
    expect(predicted).toEqual(predictSetlist(past.slice(0, 30), show))
    expect(predicted.map(({ key }) => key)).toEqual(songs('old', 10))
  })

  it('is empty without a past, or with one of empty evenings', () => {
    expect(predictSetlist([], next)).toEqual([])
    expect(predictSetlist([evening(0, []), evening(1, [])], next)).toEqual([])
  })

  it('names a song once that is played twice an evening', () => {
    const past = Array.from({ length: 5 }, (_, show) => evening(show, ['theme', 'song'], ['theme']))
    expect(
      predictSetlist(past, next)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(['song', 'theme'])
  })
})

describe('the reason of a song', () => {
  const reasonOf = (key: string, past: readonly PastSetlist[], tour: string | null = 'Harbor Lights') =>
    predictSetlist(past, { ...next, tour }).find((song) => song.key === key)?.reason

  it('counts the shows of the tour', () => {
    const past = Array.from({ length: 20 }, (_, show) =>
      evening(show, show === 15 ? ['hit', 'other'] : ['hit', 'song', 'other']),
    )
    expect(reasonOf('song', past)).toBe('played at 9 of the last 10 shows of this tour')
    expect(reasonOf('hit', past)).toBe('played at 10 of the last 10 shows of this tour')
  })

  it('counts all shows where the tour is unknown, or too young to say much', () => {
    const past = Array.from({ length: 20 }, (_, show) => evening(show, ['hit', 'song']))
    expect(reasonOf('hit', past, null)).toBe('played at 10 of the last 10 shows')
    expect(reasonOf('hit', past, 'Another tour')).toBe('played at 10 of the last 10 shows')
    expect(reasonOf('hit', past.slice(0, 4), null)).toBe('played at 4 of the last 4 shows')
  })

  it('tells how often a song comes that comes and goes, and how long it has been away', () => {
    const past = Array.from({ length: 60 }, (_, show) => evening(show, ['hit', ...songs(`${show % 5}-`, 8)]))
    const predicted = predictSetlist(past, { ...next, localDate: dayOf(60) })
    expect(predicted.find(({ key }) => key === '0-3')?.reason).toBe(
      'played about every 5 shows, last time 5 shows ago',
    )
  })
})
