import { sql } from 'kysely'
import type { Access } from './access.ts'

/**
 * Sums the counts of setlists from their songs, and of shows from their setlists. The caller holds the ballots alone.
 */
export async function sumCounts(
  { session, names }: Access,
  { setlistIds, showIds }: { readonly setlistIds: readonly string[]; readonly showIds: readonly string[] },
): Promise<void> {
  await session.run(sql`
    update ${names.in('setlist_stats')} c set upvotes = x.upvotes, quarantined = x.quarantined
    from (
      select l.id, coalesce(sum(s.upvotes), 0) as upvotes, coalesce(sum(s.quarantined), 0) as quarantined
      from ${names.in('setlists')} l left join ${names.in('setlist_songs')} s on s.setlist_id = l.id
      where l.id = any(${setlistIds}::text[]) group by l.id
    ) x where c.setlist_id = x.id`)
  await session.run(sql`
    update ${names.in('show_stats')} c set upvotes = x.upvotes, quarantined = x.quarantined
    from (
      select h.id, coalesce(sum(s.upvotes), 0) as upvotes, coalesce(sum(s.quarantined), 0) as quarantined
      from ${names.in('shows')} h left join ${names.in('setlists')} l on l.show_id = h.id
      left join ${names.in('setlist_stats')} s on s.setlist_id = l.id
      where h.id = any(${showIds}::text[]) group by h.id
    ) x where c.show_id = x.id`)
}
