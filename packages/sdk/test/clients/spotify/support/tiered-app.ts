import { refusal, type Script, type ScriptedRequest } from './scripted-spotify.ts'
import { album, albumReference, artist, idOf, page, track } from './things.ts'

const numberOf = (id: string): number => Number(id.slice(2))

/** An app of the development tier, as observed: fewer fields, ten a page, no batches. */
export const developmentApp: Script = ({ path, query }) => appOf('development', path, query)
export const oldApp: Script = ({ path, query }) => appOf('legacy', path, query)

/** Any path of either app. Things above number 900 are unknown. */
export function appOf(tier: 'development' | 'legacy', path: string, query: URLSearchParams) {
  const seen = tier === 'development' ? 'restricted' : 'full'
  const [, family, id, part] = path.split('/')
  const make = { artists: artist, albums: album, tracks: track }[family ?? '']
  if (make && id === undefined) {
    if (tier === 'development') return refusal(403, 'Forbidden')
    const asked = query.get('ids')?.split(',') ?? []
    return { body: { [family!]: asked.map((each) => (numberOf(each) > 900 ? null : make(numberOf(each)))) } }
  }
  if (make && part === undefined) {
    return numberOf(id!) > 900 ? refusal(404, 'Resource not found') : { body: make(numberOf(id!), seen) }
  }
  if (part === 'albums') {
    const limit = Number(query.get('limit'))
    const offset = Number(query.get('offset'))
    if (limit > (tier === 'development' ? 10 : 50)) return refusal(400, 'Invalid limit')
    const items = Array.from({ length: 35 }, (_, index) => albumReference(index + 1)).slice(
      offset,
      offset + limit,
    )
    return { body: page(items, { limit, offset, total: 35, next: 'https://api.spotify.com/elsewhere' }) }
  }
  return refusal(403, 'Forbidden')
}

export const isForbidden = ({ path, query }: ScriptedRequest): boolean =>
  /^\/(artists|albums|tracks)$/.test(path) || path.endsWith('/top-tracks') || Number(query.get('limit')) > 10

export const ids = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => idOf(from + index))
