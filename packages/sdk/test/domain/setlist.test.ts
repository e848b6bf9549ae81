import { describe, expect, it } from 'vitest'
import {
  isVotableSetlistSong,
  mergeSetlist,
  pairSetlistSongs,
  type Setlist,
  type SetlistSongDraft,
} from '../../src/domain/setlist.ts'
import { by, context, later, setlist } from './statements.ts'

/** A setlist and how to save it again; ids of songs count from 1 in the order in which they are given. */
function held(...songs: readonly (string | SetlistSongDraft)[]) {
  let last = 0
  const newSongId = () => `s${++last}`
  const save = (onto: Setlist | null, again: readonly (string | SetlistSongDraft)[]) =>
    mergeSetlist(
      onto,
      setlist({ songs: again.map((each) => (typeof each === 'string' ? { title: each } : each)) }),
      { ...context, newSongId },
    )
  const first = save(null, songs)
  return { first, save: (...again: readonly (string | SetlistSongDraft)[]) => save(first, again) }
}

const idsOf = ({ songs }: Setlist) => songs.map(({ id }) => id)

describe('a setlist song', () => {
  it('is numbered from 0 and gets an id', () => {
    const { first } = held('A', 'B')
    expect(first.songs.map(({ id, position, title }) => [id, position, title])).toEqual([
      ['s1', 0, 'A'],
      ['s2', 1, 'B'],
    ])
  })

  it('keeps its id wherever it moves, and gives it to no other song', () => {
    const { save } = held('A', 'B', 'C')
    const moved = save('C', 'New', 'A')
    expect(idsOf(moved)).toEqual(['s3', 's4', 's1'])
    expect(moved.songs.map(({ position }) => position)).toEqual([0, 1, 2])
  })

  it('that is played several times is told apart by its n-th appearance', () => {
    const { save } = held('A', 'B', 'A')
    expect(idsOf(save('A', 'A', 'B'))).toEqual(['s1', 's3', 's2'])
    expect(idsOf(save('B', 'A'))).toEqual(['s2', 's1'])
    expect(idsOf(save('A', 'A', 'A'))).toEqual(['s1', 's3', 's4'])
  })

  it('is known by the song it links to, whatever it is called', () => {
    const { save } = held({ title: 'A', songId: 'x' }, { title: 'B', songId: 'y' })
    expect(idsOf(save({ title: 'B (live)', songId: 'y' }, { title: 'A', songId: 'x' }))).toEqual(['s2', 's1'])
  })

  it('keeps its id when it is linked to its song later, and when the link is lost', () => {
    const unlinked = held('A', 'B', 'A')
    expect(idsOf(unlinked.save({ title: 'A', songId: 'x' }, 'B', { title: 'A', songId: 'x' }))).toEqual([
      's1',
      's2',
      's3',
    ])
    const linked = held({ title: 'A', songId: 'x' }, { title: 'B', songId: 'y' })
    expect(idsOf(linked.save('B', 'A'))).toEqual(['s2', 's1'])
  })

  it('does not take the id of another song of the same title', () => {
    const { save } = held({ title: 'Intro', songId: 'x' })
    expect(idsOf(save({ title: 'Intro', songId: 'y' }))).toEqual(['s2'])
  })

  it('named by its id is that one, whatever else has changed, and nobody else is', () => {
    const { save } = held('A', 'A')
    expect(idsOf(save({ id: 's2', title: 'Z' }, 'A'))).toEqual(['s2', 's1'])
    expect(idsOf(save('A', { id: 's1', title: 'A' }))).toEqual(['s2', 's1'])
  })

  it('may be one object in two places of a draft', () => {
    const twice = { title: 'A' }
    const { first, save } = held(twice, twice)
    expect(idsOf(first)).toEqual(['s1', 's2'])
    expect(idsOf(save(twice, twice, twice))).toEqual(['s1', 's2', 's3'])
  })
})

describe('a setlist', () => {
  it('is the same object when the same songs are saved again', () => {
    const { first, save } = held('A', { title: 'B', tape: true }, 'A')
    expect(save('A', { title: 'B', tape: true }, 'A')).toBe(first)
  })

  it('keeps its songs when a draft names none, and when a less trusted source names others', () => {
    const newSongId = () => 'never'
    const { first } = held('A')
    const { songs } = mergeSetlist(first, setlist({ info: 'rainy' }), { ...context, newSongId })
    expect(songs).toEqual(first.songs)
    const guess = setlist({ songs: [{ title: 'B' }], source: by('setvote', later) })
    expect(mergeSetlist(first, guess, { ...context, newSongId })).toBe(first)
  })
})

describe('pairing the songs of two setlists', () => {
  it('answers the counterpart of each, by song, by title and by appearance', () => {
    const kept = held('A', { title: 'B', songId: 'y' }, 'A', 'C').first
    const absorbed = mergeSetlist(
      null,
      setlist({
        songs: [
          { id: 'a1', title: 'A', songId: 'x' },
          { id: 'a2', title: 'B again', songId: 'y' },
          { id: 'a3', title: 'A' },
          { id: 'a4', title: 'A' },
          { id: 'a5', title: 'D' },
        ],
      }),
      { ...context, newSongId: () => 'never' },
    )
    expect([...pairSetlistSongs(kept.songs, absorbed.songs)]).toEqual([
      ['a2', 's2'],
      ['a3', 's1'],
      ['a4', 's3'],
    ])
  })
})

describe('a line of a setlist that fans may vote for', () => {
  it('has a name and is played', () => {
    expect(isVotableSetlistSong({ title: 'A', tape: false })).toBe(true)
    expect(isVotableSetlistSong({ title: 'A', tape: true })).toBe(false)
    expect(isVotableSetlistSong({ title: '', tape: false })).toBe(false)
  })
})
