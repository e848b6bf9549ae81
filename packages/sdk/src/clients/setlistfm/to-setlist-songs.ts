import type { SetlistSongDraft, SetPart } from '../../domain/setlist.ts'
import { splitMedley } from '../../matching/split-medley.ts'
import type { Setlist, SetlistSet, Song } from './schemas.ts'
import { tidy } from './wire-values.ts'

/** The sets of a setlist, where the service puts them, or where the samples of its documentation have them. */
const setsOf = ({ sets, set }: Setlist): readonly SetlistSet[] => sets?.set ?? set ?? []

/**
 * True for a setlist without a song: nobody has filled it in yet, or the show is still to come. It does not say
 * that nothing was played.
 */
export const isEmptySetlist = (setlist: Setlist): boolean =>
  setsOf(setlist).every(({ song }) => (song ?? []).length === 0)

/**
 * The songs of a setlist in the order played. Each song of a medley is one, with the whole name in `medley`.
 * Songs from tape and songs that nobody could name (an empty title) are kept and marked, so that positions and
 * gaps stay true; `isVotableSetlistSong` leaves both out.
 *
 * @example
 * toSetlistSongs(setlist)[0] // { title: 'Xanadu', part: { name: null, encore: null }, tape: false, … }
 */
export function toSetlistSongs(setlist: Setlist): SetlistSongDraft[] {
  return setsOf(setlist).flatMap((set) => {
    const part = toPart(set)
    return (set.song ?? []).flatMap((song) => toSongs(song, part))
  })
}

function toPart({ name, encore }: SetlistSet): SetPart {
  const number = Number(encore)
  return {
    name: tidy(name?.trim().replace(/:$/, '')),
    encore: Number.isSafeInteger(number) && number > 0 ? number : null,
  }
}

function toSongs(song: Song, part: SetPart): SetlistSongDraft[] {
  const name = tidy(song.name) ?? ''
  const parts = splitMedley(name)
  const isMedley = parts.length > 1
  const coverOf = tidy(song.cover?.name)
  return (isMedley ? parts : [name]).map((title) => ({
    title,
    part,
    tape: song.tape ?? false,
    medley: isMedley ? name : null,
    originalArtist:
      coverOf === null ? null : { name: coverOf, mbid: tidy(song.cover?.mbid)?.toLowerCase() ?? null },
    guest: tidy(song.with?.name),
    info: tidy(song.info),
  }))
}
