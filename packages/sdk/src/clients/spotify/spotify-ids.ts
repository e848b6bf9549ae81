import { InvalidInputError } from '../../core/errors.ts'

export type SpotifyKind = 'artist' | 'album' | 'track'

const spotifyId = /^[A-Za-z0-9]{22}$/
const linked =
  /(?:^spotify:|\/)(artist|album|track|playlist|show|episode)[:/]([A-Za-z0-9]{22})(?![A-Za-z0-9])/

const examples: Readonly<Record<SpotifyKind, string>> = {
  artist: '7Ln80lUS6He07XvHI8qqHH',
  album: '5bU1XKYxHhEwukllT20xtk',
  track: '3jfr0TF6DQcOLat8gGn7E2',
}

/**
 * Answers the id itself, or throws an `InvalidInputError` that shows what to write. Spotify ids are 22 letters and
 * digits; links, URIs and ids of other services are refused before anything is requested.
 */
export function checkSpotifyId(id: string, kind: SpotifyKind): string {
  if (typeof id === 'string' && spotifyId.test(id)) return id
  throw new InvalidInputError(`${shown(id)} is not a Spotify ${kind} id: ${advice(id, kind)}`)
}

function advice(id: unknown, kind: SpotifyKind): string {
  const link = typeof id === 'string' ? linked.exec(id) : null
  if (link?.[1] === kind) return `pass only the id in it, '${link[2]}'`
  if (link) return `it links to another kind of thing (${link[1]})`
  return `write the 22 letters and digits behind /${kind}/ in its link, such as '${examples[kind]}'`
}

/** What was passed, short enough for a message. */
function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `A value of type ${typeof value}`
  return value.length > 80 ? `'${value.slice(0, 80)}…'` : `'${value}'`
}

export function checkSpotifyIds(ids: readonly string[], kind: SpotifyKind): readonly string[] {
  if (!Array.isArray(ids))
    throw new InvalidInputError(`Pass a list of ${kind} ids, such as ['${examples[kind]}']`)
  for (const id of ids) checkSpotifyId(id, kind)
  return ids
}
