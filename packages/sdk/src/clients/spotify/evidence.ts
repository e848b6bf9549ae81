/**
 * What an answer gives away about the app: true when it lacks the fields that the development tier does not see,
 * false when it has them, null when it could not have had them.
 *
 * Absence counts only where the whole thing was sent: references on albums and tracks never had these fields, and
 * `available_markets` is absent for everybody who names a market.
 */
export function isRestrictedAnswer(template: string, body: unknown): boolean | null {
  for (const { at, fields } of places[template] ?? []) {
    const thing = lookUp(body, at)
    if (typeof thing !== 'object' || thing === null || !('id' in thing)) continue
    return fields.every((field) => (thing as Readonly<Record<string, unknown>>)[field] == null)
  }
  return null
}

interface Place {
  readonly at: readonly (string | number)[]
  readonly fields: readonly string[]
}

const ofArtist = ['popularity', 'followers']
const ofAlbum = ['popularity', 'label']
const ofTrack = ['popularity']

const places: Readonly<Record<string, readonly Place[]>> = {
  '/artists/{id}': [{ at: [], fields: ofArtist }],
  '/artists': [{ at: ['artists', 0], fields: ofArtist }],
  '/albums/{id}': [{ at: [], fields: ofAlbum }],
  '/albums': [{ at: ['albums', 0], fields: ofAlbum }],
  '/tracks/{id}': [{ at: [], fields: ofTrack }],
  '/tracks': [{ at: ['tracks', 0], fields: ofTrack }],
  '/artists/{id}/top-tracks': [{ at: ['tracks', 0], fields: ofTrack }],
  '/search': [
    { at: ['artists', 'items', 0], fields: ofArtist },
    { at: ['tracks', 'items', 0], fields: ofTrack },
  ],
}

function lookUp(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (held, key) =>
      typeof held === 'object' && held !== null
        ? (held as Readonly<Record<string | number, unknown>>)[key]
        : null,
    value,
  )
}
