import { compareText } from '../world/compare-text.ts'
import type { World, WorldArtist, WorldSetlist, WorldVenue } from '../world/world.ts'
import { setlistfmError } from './setlistfm-error.ts'
import { wordShare } from './words.ts'

/** The artists that setlist.fm has, by name in alphabetical order unless `sort=relevance` is sent. */
export function searchArtists(query: URLSearchParams, world: World): WorldArtist[] {
  const name = query.get('artistName')
  const mbid = query.get('artistMbid')
  const tmid = query.get('artistTmid')
  if (name === null && mbid === null && tmid === null) return []
  const share = (artist: WorldArtist) => (name === null ? 1 : wordShare(name, artist.name))
  const exact = (artist: WorldArtist) => Number(artist.name.toLowerCase() === name?.toLowerCase())
  const found = world.artists.filter(
    (artist) =>
      artist.onSetlistfm &&
      (mbid === null || artist.mbid === mbid) &&
      (tmid === null || String(artist.tmid) === tmid) &&
      share(artist) >= 0.5,
  )
  const bySortName = (a: WorldArtist, b: WorldArtist) =>
    compareText(a.sortName, b.sortName) || compareText(a.mbid, b.mbid)
  if (query.get('sort') !== 'relevance') return found.toSorted(bySortName)
  return found.toSorted((a, b) => exact(b) - exact(a) || share(b) - share(a) || bySortName(a, b))
}

/** Setlists that fit every parameter, newest first. No parameter finds nothing. */
export function searchSetlists(query: URLSearchParams, world: World, now: Date): WorldSetlist[] {
  const tests: ((setlist: WorldSetlist) => boolean)[] = []
  const add = (name: string, test: (setlist: WorldSetlist, value: string) => boolean) => {
    const value = query.get(name)
    if (value !== null && value !== '') tests.push((setlist) => test(setlist, value))
  }
  const artistOf = (setlist: WorldSetlist) => world.index.artistById.get(setlist.artistId)!
  const venueOf = (setlist: WorldSetlist) => world.index.venueById.get(setlist.venueId)!
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

  add('artistMbid', (setlist, mbid) => artistOf(setlist).mbid === mbid)
  add('artistName', (setlist, name) => wordShare(name, artistOf(setlist).name) === 1)
  add('artistTmid', (setlist, tmid) => String(artistOf(setlist).tmid) === tmid)
  add('venueId', (setlist, id) => venueOf(setlist).setlistfmId === id)
  add('venueName', (setlist, name) => wordShare(name, venueOf(setlist).setlistfmName) === 1)
  add('cityId', (setlist, id) => venueOf(setlist).city.geoId === id)
  add('cityName', (setlist, name) => wordShare(name, venueOf(setlist).city.name) === 1)
  add('countryCode', (setlist, code) => same(venueOf(setlist).city.countryCode, code))
  add('state', (setlist, name) => same(venueOf(setlist).city.state, name))
  add('stateCode', (setlist, code) => same(venueOf(setlist).city.stateCode, code))
  add('tourName', (setlist, name) => setlist.tourName !== null && wordShare(name, setlist.tourName) === 1)
  add('year', (setlist, year) => setlist.date.startsWith(`${year}-`))
  const date = readDate(query, now)
  if (date !== null) tests.push((setlist) => setlist.date === date)
  const since = readLastUpdated(query, now)
  if (since !== null) tests.push((setlist) => setlist.lastUpdatedAt >= since)

  if (tests.length === 0) return []
  const mbid = query.get('artistMbid')
  const artist = mbid === null ? undefined : world.index.artistByMbid.get(mbid)
  const start = artist === undefined ? world.setlists : (world.index.setlistsByArtist.get(artist.id) ?? [])
  return start.filter((setlist) => tests.every((test) => test(setlist)))
}

/** `dd-MM-yyyy`. */
function readDate(query: URLSearchParams, now: Date): string | null {
  const text = query.get('date')
  if (text === null || text === '') return null
  const parts = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text)
  if (parts === null) throw setlistfmError(400, `invalid date: ${text}`, now)
  return `${parts[3]}-${parts[2]}-${parts[1]}`
}

/** `yyyyMMddHHmmss` in UTC: changed then or later. */
function readLastUpdated(query: URLSearchParams, now: Date): string | null {
  const text = query.get('lastUpdated')
  if (text === null || text === '') return null
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text)
  if (parts === null) throw setlistfmError(400, `invalid lastUpdated: ${text}`, now)
  const [, year, month, day, hour, minute, second] = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

export function searchVenues(query: URLSearchParams, world: World): WorldVenue[] {
  const value = (name: string) => {
    const text = query.get(name)
    return text === null || text === '' ? null : text
  }
  const tests: ((venue: WorldVenue) => boolean)[] = []
  const [name, cityName] = [value('name'), value('cityName')]
  if (name !== null) tests.push((venue) => wordShare(name, venue.setlistfmName) === 1)
  if (cityName !== null) tests.push((venue) => wordShare(cityName, venue.city.name) === 1)
  if (value('cityId') !== null) tests.push((venue) => venue.city.geoId === value('cityId'))
  if (value('country') !== null)
    tests.push((venue) => venue.city.countryCode === value('country')!.toUpperCase())
  if (value('state') !== null) tests.push((venue) => venue.city.state === value('state'))
  if (value('stateCode') !== null) tests.push((venue) => venue.city.stateCode === value('stateCode'))
  if (tests.length === 0) return []
  return world.venues.filter((venue) => tests.every((test) => test(venue)))
}
