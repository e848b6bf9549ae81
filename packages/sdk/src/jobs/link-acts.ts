import { eachItem } from '../core/page.ts'
import type { ExternalId } from '../domain/external-id.ts'
import type { LineupEntry } from '../domain/show.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Links acts of coming shows to artists who were imported after the show was: by what Ticketmaster or MusicBrainz
 * calls them. Answers how many acts were linked.
 */
export async function linkActs(
  { shows, artists }: Pick<Storage, 'shows' | 'artists'>,
  { from, at, signal }: { readonly from: string; readonly at: Date; readonly signal: AbortSignal },
): Promise<number> {
  let linked = 0
  for await (const show of eachItem((cursor) => shows.list({ from, limit: 1000, cursor }))) {
    const unlinked = show.lineup.filter((act) => act.artistId === null && idsOf(act).length > 0)
    if (unlinked.length === 0) continue
    signal.throwIfAborted()
    const own = new Set(show.lineup.map(({ artistId }) => artistId))
    const found: LineupEntry[] = []
    for (const act of unlinked) {
      const known = (await artists.findMany(idsOf(act))).find((artist) => artist !== null)
      if (known && !own.has(known.id)) found.push({ ...act, artistId: known.id })
    }
    if (found.length === 0) continue
    await shows.save({
      id: show.id,
      name: show.name,
      lineup: found,
      externalIds: [],
      source: { service: 'setvote', at, url: null },
    })
    linked += found.length
  }
  return linked
}

const idsOf = ({ ticketmasterId, mbid }: LineupEntry): ExternalId[] => [
  ...(mbid ? [{ service: 'musicbrainz', id: mbid } as const] : []),
  ...(ticketmasterId ? [{ service: 'ticketmaster', id: ticketmasterId } as const] : []),
]
