import { InvalidInputError } from '../../core/errors.ts'

const mbidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function checkMbid(mbid: string, name = 'mbid'): string {
  if (mbidForm.test(mbid)) return mbid.toLowerCase()
  throw new InvalidInputError(
    `${name}: ${shown(mbid)} is not a MusicBrainz id; write it as b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d`,
  )
}

/** Ids of setlists and venues: 7 or 8 hex digits, taken with room to spare. */
export function checkId(id: string, name = 'id'): string {
  if (/^[0-9a-z]{1,40}$/i.test(id)) return id
  throw new InvalidInputError(`${name}: ${shown(id)} is not an id of setlist.fm; write it as 63de4613`)
}

/** A number of GeoNames. */
export function checkGeoId(id: string | number, name = 'geoId'): string {
  if (/^\d{1,12}$/.test(String(id))) return String(id)
  throw new InvalidInputError(
    `${name}: ${shown(String(id))} is not a number of GeoNames; write it as 5357527`,
  )
}

export function checkTmid(tmid: string | number, name = 'tmid'): string {
  if (/^\d{1,12}$/.test(String(tmid))) return String(tmid)
  throw new InvalidInputError(
    `${name}: ${shown(String(tmid))} is not the number that setlist.fm keeps for Ticketmaster; ids of the Discovery API are other ones, see siteIdOf`,
  )
}

export function checkYear(year: number): number {
  if (Number.isInteger(year) && year >= 1000 && year <= 9999) return year
  throw new InvalidInputError(`year: write it with four digits, got ${year}`)
}

/** A search without anything to search for. */
export function checkNotEmpty(query: Readonly<Record<string, unknown>>, example: string): void {
  const asked = Object.values(query).some((value) => value !== undefined && value !== null && value !== '')
  if (!asked) throw new InvalidInputError(`name something to search for: ${example}`)
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 80))
