import type { Answering } from './recorded-server.ts'
import type { RecordedCredit, RecordedSetlist } from './recorded-setlists.ts'
import { pageSize } from './setlistfm-rules.ts'

/** What setlist.fm says about nothing. */
const notFound = {
  status: 404,
  body: { code: 404, status: 'Not Found', message: 'not found', timestamp: '' },
}

/** Recorded setlists, as setlist.fm would give them: by id, by artist in pages of 20, and by their last edit. */
export function setlistfmArchive(setlists: readonly RecordedSetlist[]): Answering {
  const byArtist = Map.groupBy(setlists, ({ artist }) => artist.mbid)
  const page = (path: string, found: readonly RecordedSetlist[], number: number) => {
    const setlist = found.slice((number - 1) * pageSize, number * pageSize)
    if (setlist.length === 0) return { path, ...notFound }
    return {
      path,
      body: { type: 'setlists', itemsPerPage: pageSize, page: number, total: found.length, setlist },
    }
  }
  return (path, query) => {
    const number = Number(query.get('p') ?? 1)
    const [, kind, id = '', rest] = /^\/(\w+)\/([\w-]+)(\/\w+)?$/.exec(path) ?? []
    if (kind === 'artist' && rest === '/setlists')
      return page(path, newestFirst(byArtist.get(id) ?? []), number)
    if (kind === 'artist') {
      const body = byArtist.get(id)?.map(({ artist }) => artist)[0]
      return body ? { path, body } : { path, ...notFound }
    }
    if (kind === 'setlist') {
      const body = setlists.find((setlist) => setlist.id === id)
      return body ? { path, body } : { path, ...notFound }
    }
    if (path !== '/search/setlists') return null
    const since = query.get('lastUpdated') ?? ''
    const found = (byArtist.get(query.get('artistMbid') ?? '') ?? []).filter(
      ({ lastUpdated = '' }) => lastUpdated.replace(/\D/g, '').slice(0, 14) >= since,
    )
    return page(path, newestFirst(found), number)
  }
}

/** Everybody who has a setlist in the archive. */
export function artistsOf(setlists: readonly RecordedSetlist[]): RecordedCredit[] {
  return [...new Map(setlists.map(({ artist }) => [artist.mbid, artist])).values()]
}

const newestFirst = (setlists: readonly RecordedSetlist[]): RecordedSetlist[] =>
  setlists.toSorted((a, b) => dayOf(b).localeCompare(dayOf(a)))

/** `23-08-1964` → `1964-08-23` */
export const dayOf = ({ eventDate }: RecordedSetlist): string => eventDate.split('-').reverse().join('-')
