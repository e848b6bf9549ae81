import { sql } from 'kysely'
import type { Access } from './access.ts'

/** Holds the counts of these shows, in the order in which everybody does. */
export async function lockCounts({ session, names }: Access, showIds: readonly string[]): Promise<void> {
  if (showIds.length === 0) return
  await session.run(sql`
    select from ${names.in('show_stats')} where show_id = any(${showIds}::text[])
    order by show_id for no key update`)
}
