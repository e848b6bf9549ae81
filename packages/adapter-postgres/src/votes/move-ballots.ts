import type { EntityId } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Access } from './access.ts'

/**
 * Moves ballots from songs to others, and counts those songs anew. A fan who has voted for both keeps the ballot that
 * is there; the other one stays where it was. The caller holds the ballots alone.
 */
export async function moveBallots(
  { session, names }: Access,
  pairs: ReadonlyMap<EntityId, EntityId>,
): Promise<void> {
  if (pairs.size === 0) return
  const [from, to] = [[...pairs.keys()], [...pairs.values()]]
  await session.run(sql`
    update ${names.in('votes')} v set setlist_song_id = p.to_id
    from unnest(${from}::text[], ${to}::text[]) as p (from_id, to_id)
    where v.setlist_song_id = p.from_id and not exists (
      select from ${names.in('votes')} w where w.setlist_song_id = p.to_id and w.user_id = v.user_id
    )`)
  await session.run(sql`
    update ${names.in('setlist_songs')} s set upvotes = x.upvotes, quarantined = x.quarantined
    from (
      select k.id, count(v.user_id) filter (where v.quarantine_reason is null) as upvotes,
        count(v.quarantine_reason) as quarantined
      from unnest(${to}::text[]) as k (id) left join ${names.in('votes')} v on v.setlist_song_id = k.id
      group by k.id
    ) x where s.id = x.id`)
}
