import type { Show } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database, Session } from '../../database/database.ts'
import type { Parts } from './kind.ts'

/** The lineup of a show, one row for each act. */
export const lineupParts: Parts<Show> = {
  field: 'lineup',
  select: (names) => sql`(
    select coalesce(json_agg(json_build_object(
      'artistId', p.artist_id, 'name', p.name, 'role', p.role, 'ticketmasterId', p.ticketmaster_id, 'mbid', p.mbid
    ) order by p.position), '[]')
    from ${names.in('show_artists')} p where p.show_id = t.id
  )`,
  read: (document) => document,
  async write(changes, { session, names }) {
    const changed = changes.filter(({ held, entity }) => !held || !isSame(held.lineup, entity.lineup))
    await writeLineups(
      session,
      names,
      changed.map(({ entity }) => entity),
      changed.some(({ held }) => held !== null),
    )
    return 'written'
  },
}

/** Stores the lineups of shows that are there. `replaces` is false when none of them has had one. */
export async function writeLineups(
  session: Session,
  names: Pick<Database, 'in'>,
  shows: readonly Pick<Show, 'id' | 'lineup'>[],
  replaces = true,
): Promise<void> {
  if (shows.length === 0) return
  if (replaces) {
    const ids = shows.map(({ id }) => id)
    await session.run(sql`delete from ${names.in('show_artists')} where show_id = any(${ids}::text[])`)
  }
  const rows = shows.flatMap(({ id, lineup }) =>
    lineup.map((entry, position) => ({
      show_id: id,
      position,
      artist_id: entry.artistId,
      name: entry.name,
      role: entry.role,
      ticketmaster_id: entry.ticketmasterId,
      mbid: entry.mbid,
    })),
  )
  const table = names.in('show_artists')
  await session.run(sql`
    insert into ${table} (show_id, position, artist_id, name, role, ticketmaster_id, mbid)
    select show_id, position, artist_id, name, role, ticketmaster_id, mbid
    from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)`)
}

const isSame = (a: Show['lineup'], b: Show['lineup']) => a === b || JSON.stringify(a) === JSON.stringify(b)
