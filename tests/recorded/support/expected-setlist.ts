import { plain } from './field-list.ts'
import type { RecordedSet, RecordedSetlist, RecordedVenue } from './recorded-setlists.ts'
import { dayOf } from './setlistfm-archive.ts'

/**
 * What must be in storage after a recorded setlist was imported, read off the file by other code than the one under
 * test.
 */

/** One line of a setlist, as far as its service knows it. */
export interface ExpectedLine {
  readonly title: string
  readonly part: { readonly name: string | null; readonly encore: number | null }
  readonly tape: boolean
  readonly medley: string | null
  readonly originalArtist: { readonly name: string; readonly mbid: string | null } | null
  readonly guest: string | null
  readonly info: string | null
}

const setsOf = ({ sets, set }: RecordedSetlist): readonly RecordedSet[] => sets?.set ?? set ?? []

export const isEmpty = (setlist: RecordedSetlist): boolean => linesOf(setlist).length === 0

export function linesOf(setlist: RecordedSetlist): ExpectedLine[] {
  const lines: ExpectedLine[] = []
  for (const set of setsOf(setlist)) {
    const part = { name: plain(set.name?.trim().replace(/:$/, '')), encore: set.encore ?? null }
    for (const song of set.song ?? []) {
      const name = plain(song.name) ?? ''
      const titles = medleyOf(name)
      for (const title of titles) {
        lines.push({
          title,
          part,
          tape: song.tape === true,
          medley: titles.length > 1 ? name : null,
          originalArtist: song.cover ? { name: plain(song.cover.name)!, mbid: plain(song.cover.mbid) } : null,
          guest: plain(song.with?.name),
          info: plain(song.info),
        })
      }
    }
  }
  return lines
}

/** Songs are separated by a slash between spaces, outside of brackets. */
function medleyOf(name: string): string[] {
  let depth = 0
  const titles = ['']
  for (const word of name.split(' ')) {
    if (word === '/' && depth === 0) titles.push('')
    else titles.push(`${titles.pop()} ${word}`.trim())
    depth += word.split(/[([]/).length - word.split(/[)\]]/).length
  }
  const songs = titles.filter(Boolean)
  return songs.length > 1 ? songs : [name]
}

export function factsOf(setlist: RecordedSetlist) {
  const { id, versionId, lastUpdated, tour, info, url } = setlist
  return {
    kind: 'actual',
    localDate: dayOf(setlist),
    tour: plain(tour?.name),
    info: plain(info),
    url: url ?? null,
    versionId: versionId ?? null,
    editedAt: lastUpdated ? new Date(lastUpdated.replace(/\+0000$/, 'Z')) : null,
    externalIds: [{ service: 'setlistfm', id }],
  }
}

export function venueFactsOf({ name, url, city }: RecordedVenue) {
  const { lat, long } = city?.coords ?? {}
  return {
    name: plain(name),
    city: plain(city?.name),
    state: plain(city?.state),
    stateCode: plain(city?.stateCode),
    country: plain(city?.country?.name),
    countryCode: plain(city?.country?.code),
    cityCoordinates: lat === undefined || long === undefined ? null : { latitude: lat, longitude: long },
    url: url ?? null,
  }
}
