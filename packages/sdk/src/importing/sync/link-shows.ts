import { eachItem } from '../../core/page.ts'
import { externalKey, type IdService, idsAt } from '../../domain/external-id.ts'
import type { Show, ShowDraft } from '../../domain/show.ts'
import type { ShowStore } from '../../storage/catalog-store.ts'

/**
 * - `first`: the listing that the stored evening got its facts from, or a new one
 * - `again`: another listing of an evening that this service has listed before (a package, a resale copy)
 */
export interface LinkedShow {
  readonly showId: string
  readonly listing: 'first' | 'again'
}

/**
 * Stores listings as evenings of one artist, in order. A listing that storage does not know by its id joins the
 * evening of the same day and hall, unless their times say that there were two. Answers one result per draft.
 * Not safe to run twice at once for one artist: callers take turns.
 */
export async function linkShows(
  shows: ShowStore,
  artistId: string,
  drafts: readonly ShowDraft[],
): Promise<LinkedShow[]> {
  const known = await shows.findMany(drafts.map((draft) => draft.externalIds[0]!))
  const unknown = drafts.filter((_, index) => !known[index])
  const near = [...known.filter((show) => show !== null), ...(await showsOfDays(shows, artistId, unknown))]
  /** As they are now: a listing may join the evening that the one before it has changed. */
  const evenings = new Map(near.map((show) => [show.id, show]))
  const results: LinkedShow[] = []
  for (const draft of drafts) {
    const main = draft.externalIds[0]!
    const evening =
      [...evenings.values()].find((show) => carries(show, externalKey(main))) ??
      findEvening([...evenings.values()], draft, main.service)
    const first = !evening || (idsAt(evening, main.service)[0] ?? main.id) === main.id
    const { entity } = await shows.save(
      first ? { ...draft, ...(evening && { id: evening.id }) } : idsOnly(evening, draft),
    )
    evenings.set(entity.id, entity)
    results.push({ showId: entity.id, listing: first ? 'first' : 'again' })
  }
  return results
}

const carries = (show: Show, key: string) => show.externalIds.some((each) => externalKey(each) === key)

async function showsOfDays(
  shows: ShowStore,
  artistId: string,
  drafts: readonly ShowDraft[],
): Promise<Show[]> {
  const days = drafts.flatMap((draft) => draft.localDate ?? []).toSorted()
  const [from, to] = [days[0], days.at(-1)]
  if (!from || !to) return []
  return Array.fromAsync(eachItem((cursor) => shows.list({ artistId, from, to, limit: 1000, cursor })))
}

function findEvening(candidates: readonly Show[], draft: ShowDraft, service: IdService): Show | undefined {
  if (!draft.localDate) return undefined
  const matching = candidates.filter(
    (show) =>
      show.localDate === draft.localDate &&
      (show.venueId === null || !draft.venueId || show.venueId === draft.venueId) &&
      // setlist.fm lists an evening once: its second listing of a day is a second show.
      !(service === 'setlistfm' && idsAt(show, service).length > 0) &&
      (!show.localTime || !draft.localTime || show.localTime.slice(0, 5) === draft.localTime.slice(0, 5)),
  )
  return matching.toSorted((a, b) => (a.localTime ?? '').localeCompare(b.localTime ?? ''))[0]
}

/** Says nothing but that this is another listing of the same evening, and who else it names. */
const idsOnly = (evening: Show, draft: ShowDraft): ShowDraft => ({
  id: evening.id,
  name: evening.name,
  externalIds: draft.externalIds,
  ...(draft.lineup && { lineup: draft.lineup }),
  source: { ...draft.source, service: 'setvote' },
})
