import { InvalidInputError } from '../../core/errors.ts'

const mbidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const mbidAnywhere = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** Answers the id in lower case, or throws an `InvalidInputError` that shows what to write. */
export function checkMbid(mbid: string): string {
  const lower = typeof mbid === 'string' ? mbid.toLowerCase() : ''
  if (mbidPattern.test(lower)) return lower
  const inside = mbidAnywhere.exec(lower)?.[0]
  const shown = typeof mbid === 'string' ? `'${mbid.slice(0, 80)}'` : `A value of type ${typeof mbid}`
  throw new InvalidInputError(
    `${shown} is not a MusicBrainz id: ` +
      (inside
        ? `pass only the id in it, '${inside}'`
        : "write a UUID such as '6da0515e-a27d-449d-84cc-00713c38a140'"),
  )
}

/** Answers the id, or throws: 22 letters and digits, as in the link of an artist at Spotify. */
export function checkSpotifyArtistId(id: string): string {
  if (typeof id === 'string' && /^[A-Za-z0-9]{22}$/.test(id)) return id
  throw new InvalidInputError(
    `'${String(id).slice(0, 80)}' is not a Spotify artist id: write the 22 letters and digits behind /artist/ in its link`,
  )
}
