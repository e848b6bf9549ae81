import { eachItem } from '../../core/page.ts'
import { externalKey, idsAt } from '../../domain/external-id.ts'
import type { Venue, VenueDraft } from '../../domain/venue.ts'
import { matchVenue } from '../../matching/match-venue.ts'
import type { VenueStore } from '../../storage/catalog-store.ts'

/** `first` is the listing that the stored hall got its facts from, or a new one; `again` another listing of it. */
export interface LinkedVenue {
  readonly venueId: string
  readonly listing: 'first' | 'again'
}

/**
 * Puts venues into storage, each under the hall it is. Answers by the key of each draft (`mainKey`). Drafts whose
 * key is in `toldBefore` say nothing new about a hall that storage knows.
 */
export type VenueLinker = (
  drafts: readonly VenueDraft[],
  toldBefore?: ReadonlySet<string>,
) => Promise<ReadonlyMap<string, LinkedVenue>>

/** The key of the id by which a draft's service names the thing. */
export const mainKey = (draft: Pick<VenueDraft, 'externalIds'>): string => externalKey(draft.externalIds[0]!)

/**
 * Links venues for the length of one task. A venue that storage does not know by id is compared with the halls of
 * its city; one that a service lists twice keeps what its first listing says and gains the other's id. Two of them
 * at once would not see each other's new halls: callers take turns.
 */
export function createVenueLinker(venues: VenueStore): VenueLinker {
  const linked = new Map<string, LinkedVenue>()
  const link = (draft: VenueDraft, venue: Venue) =>
    linked.set(mainKey(draft), {
      venueId: venue.id,
      listing: isFirstListing(venue, draft) ? 'first' : 'again',
    })

  return async (drafts, toldBefore = new Set()) => {
    const unlinked = drafts.filter((draft) => !linked.has(mainKey(draft)))
    const fresh = [...new Map(unlinked.map((draft) => [mainKey(draft), draft])).values()]
    const held = await venues.findMany(fresh.map((draft) => draft.externalIds[0]!))
    const known = fresh.filter((_, index) => held[index])
    const saved = await venues.saveMany(
      fresh.flatMap((draft, index) => {
        const venue = held[index]
        if (!venue) return []
        const isNews = isFirstListing(venue, draft) && !toldBefore.has(mainKey(draft))
        return [isNews ? draft : idsOnly(venue, draft)]
      }),
    )
    for (const [index, draft] of known.entries()) link(draft, saved[index]!.entity)
    for (const draft of fresh.filter((_, index) => !held[index])) {
      link(draft, (await venues.save(await placed(venues, draft))).entity)
    }
    return linked
  }
}

/** The draft, to be merged into the stored hall that it means, if there is one. */
async function placed(venues: VenueStore, draft: VenueDraft): Promise<VenueDraft> {
  const same = await findSame(venues, draft)
  if (!same) return draft
  return idsAt(same, draft.externalIds[0]!.service).length > 0
    ? idsOnly(same, draft)
    : { ...draft, id: same.id }
}

async function findSame(venues: VenueStore, draft: VenueDraft): Promise<Venue | null> {
  const { city, countryCode } = draft
  if (!city) return null
  const place = { city, ...(countryCode && { countryCode }), limit: 1000 }
  let best: { readonly venue: Venue; readonly score: number } | null = null
  for await (const venue of eachItem((cursor) => venues.list({ ...place, cursor }))) {
    const { outcome, score } = matchVenue(venue, draft)
    if (outcome === 'same' && (!best || score > best.score)) best = { venue, score }
  }
  return best?.venue ?? null
}

const isFirstListing = (venue: Venue, draft: VenueDraft): boolean => {
  const { service, id } = draft.externalIds[0]!
  return idsAt(venue, service)[0] === id
}

/** Says nothing but that this is another id of the same hall. */
const idsOnly = (venue: Venue, draft: VenueDraft): VenueDraft => ({
  id: venue.id,
  name: venue.name,
  externalIds: draft.externalIds,
  source: { ...draft.source, service: 'setvote' },
})
