import type { SetlistSong, SetlistSongDraft } from '../domain/setlist.ts'
import type { Song } from '../domain/song.ts'
import { predictFromCatalog } from './catalog-prediction.ts'
import { identifySongs, type SongIdentity } from './identify-songs.ts'
import type { Past } from './read-past.ts'
import { createSetlistModel } from './setlist-model.ts'

/** What has to survive a new prediction. */
export interface HeldSongs {
  readonly all: readonly SetlistSong[]
  /** Ballots go with a setlist song that is taken off its list, so those that have any stay. */
  readonly votedFor: readonly SetlistSong[]
}

/** The lines of a predicted setlist, learned from what was played before. */
export function songsFromPast(
  { setlists, between, show, lines, keyOf }: Past,
  held: HeldSongs,
): SetlistSongDraft[] {
  const model = createSetlistModel()
  for (const setlist of setlists) model.observe(setlist)
  const { songs, probabilityOf } = model.predict(show, between)
  const idOf = idsOf(held, keyOf)
  const expected = songs.map(({ key, part, probability, reason }) => {
    const { title, songId, originalArtist } = lines.get(key)!
    const line = { title, songId, originalArtist, probability, reason }
    return { ...idOf(line), ...line, part: { name: null, encore: part === 'encore' ? 1 : null } }
  })
  return [...expected, ...kept(held, expected, (line) => probabilityOf(keyOf(line)))]
}

/** The lines of a predicted setlist of an artist of whom no setlist is known. */
export function songsFromCatalog(songs: readonly Song[], held: HeldSongs): SetlistSongDraft[] {
  const idOf = idsOf(held, identifySongs(held.all))
  const expected = predictFromCatalog(songs).map(({ song, probability, reason }) => {
    const { title, originalArtist, id: songId } = song
    const line = { title, songId, originalArtist, probability, reason }
    return { ...idOf(line), ...line }
  })
  return [...expected, ...kept(held, expected, () => 0)]
}

/** A song goes on under the id that it has. */
function idsOf(held: HeldSongs, keyOf: SongIdentity) {
  const ids = new Map(held.all.map((line) => [keyOf(line), line.id]))
  return (line: Parameters<SongIdentity>[0]): Pick<SetlistSongDraft, 'id'> => {
    const id = ids.get(keyOf(line))
    return id === undefined ? {} : { id }
  }
}

function kept(
  { votedFor }: HeldSongs,
  expected: readonly SetlistSongDraft[],
  probabilityOf: (line: SetlistSong) => number,
): SetlistSongDraft[] {
  const listed = new Set(expected.map(({ id }) => id))
  return votedFor
    .filter(({ id }) => !listed.has(id))
    .map((line) => ({
      ...line,
      probability: probabilityOf(line),
      reason: 'no longer expected; kept for its votes',
    }))
}
