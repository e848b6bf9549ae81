import { days } from '../core/duration.ts'
import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import { localDayOf } from '../domain/local-day.ts'
import type { JobServices } from './job-services.ts'

/** What a show today adds; one at the end of the near days adds almost nothing. */
const showToday = 100
/** What e-fold more followers, or views, add. */
const perFold = 10

/**
 * How much each artist matters to fans now; who is absent does not. The score of the artist's trending board (votes,
 * active fans, coming and recent shows, follows, popularity; 0..1000), plus up to 100 for each show within
 * `nearDays`, the more the nearer, plus 10·ln(1 + followers) and 10·ln(1 + views of the last `nearDays`).
 */
export async function artistInterest(
  { storage, views }: Pick<JobServices, 'storage' | 'views'>,
  { at, nearDays }: { readonly at: Date; readonly nearDays: number },
): Promise<ReadonlyMap<EntityId, number>> {
  const interest = new Map<EntityId, number>()
  const add = (artistId: EntityId, value: number) =>
    interest.set(artistId, (interest.get(artistId) ?? 0) + value)

  for (const { id, score } of await storage.trending.top({ kind: 'artists', limit: 1000 })) add(id, score)
  for (const { artistId, followers } of await storage.fans.mostFollowed({ limit: 1000 })) {
    add(artistId, perFold * Math.log1p(followers))
  }
  const viewed = await views?.({ since: new Date(at.getTime() - days(nearDays)) })
  for (const [artistId, count] of viewed ?? []) add(artistId, perFold * Math.log1p(count))

  const today = localDayOf(at)
  const near = {
    from: dayAfter(today, -1),
    to: dayAfter(today, nearDays),
    statuses: ['scheduled', 'rescheduled'],
    limit: 1000,
  } as const
  for await (const { lineup, localDate } of eachItem((cursor) => storage.shows.list({ ...near, cursor }))) {
    const away = Math.max(0, (Date.parse(localDate!) - Date.parse(today)) / days(1))
    for (const { artistId } of lineup) if (artistId) add(artistId, showToday * (1 - away / (nearDays + 1)))
  }
  return interest
}

/** The calendar day `count` days later. */
export const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(day) + days(count)).toISOString().slice(0, 10)

/** Ids in the order of their value, the highest first; ties by id. */
export const byInterest =
  (interest: ReadonlyMap<EntityId, number>) =>
  (a: EntityId, b: EntityId): number =>
    (interest.get(b) ?? 0) - (interest.get(a) ?? 0) || (a < b ? -1 : 1)
