import { isVotableSetlistSong, type SetlistSong } from '../domain/setlist.ts'
import { songTitleKey } from '../matching/title.ts'

/** What makes a line of a setlist the same song as a line of another. */
export type SongIdentity = (line: Pick<SetlistSong, 'title' | 'songId'>) => string

/**
 * Lines are the same song when their titles have the same key (`songTitleKey`), or when they name the same song of the
 * catalog, however it is spelled. Lines that may name a song of the catalog have to be among the given ones.
 */
export function identifySongs(lines: Iterable<Pick<SetlistSong, 'title' | 'songId'>>): SongIdentity {
  const titleKeys = new Map<string, string>()
  const keyOf = (title: string) => {
    const known = titleKeys.get(title)
    if (known !== undefined) return known
    const key = songTitleKey(title)
    titleKeys.set(title, key)
    return key
  }
  const keyOfSong = new Map<string, string>()
  for (const { songId, title } of lines) {
    if (songId !== null && !keyOfSong.has(songId)) keyOfSong.set(songId, keyOf(title))
  }
  return ({ songId, title }) => (songId === null ? undefined : keyOfSong.get(songId)) ?? keyOf(title)
}

/** The lines that stand for songs: not run from tape, and named. */
export const playedLines = (songs: readonly SetlistSong[]): SetlistSong[] =>
  songs.filter(isVotableSetlistSong)
