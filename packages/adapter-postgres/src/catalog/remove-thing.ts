import type { EntityId } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { dropBallots } from '../votes/drop-ballots.ts'
import { lockBallots } from '../votes/lock-ballots.ts'
import { sumCounts } from '../votes/sum-counts.ts'
import type { CatalogKind } from './kinds/kind.ts'

/**
 * Removes a thing with what exists only through it. Foreign keys and triggers take most of it along; what is counted
 * or only loses a link is seen to first.
 */
export async function removeThing(context: Context, kind: CatalogKind, id: EntityId): Promise<boolean> {
  const { database } = context
  if (!isKeepable(id)) return false
  return database.transaction(async (session) => {
    if (kind !== 'venues') await lockBallots(database, session, 'exclusive')
    const table = database.in(kind)
    const found = await session.rows(sql`select from ${table} where id = ${id} for update`)
    if (found.length === 0) return false
    const at = writeInstant(context.clock.now())
    const shows = await letGo[kind]({ session, names: database, id, at })
    await session.run(sql`delete from ${table} where id = ${id}`)
    if (shows.length > 0) await sumCounts({ session, names: database }, { setlistIds: [], showIds: shows })
    return true
  })
}

interface Removal {
  readonly session: Session
  readonly names: Context['database']
  readonly id: EntityId
  readonly at: string
}

/** What must happen before a row is deleted. Answers the shows whose counts change by it. */
const letGo: Readonly<Record<CatalogKind, (removal: Removal) => Promise<readonly EntityId[]>>> = {
  async artists(removal) {
    const { session, names, id, at } = removal
    await session.run(sql`
      update ${names.in('shows')} set updated_at = ${at}::timestamptz
      where id in (select show_id from ${names.in('show_artists')} where artist_id = ${id})`)
    await session.run(sql`
      update ${names.in('setlists')} set updated_at = ${at}::timestamptz where id in (
        select p.setlist_id from ${names.in('setlist_songs')} p
        join ${names.in('songs')} s on s.id = p.song_id where s.artist_id = ${id}
      )`)
    return dropSetlists(removal, sql`artist_id = ${id}`)
  },
  async venues({ session, names, id, at }) {
    await session.run(sql`
      update ${names.in('shows')} set venue_id = null, updated_at = ${at}::timestamptz where venue_id = ${id}`)
    return []
  },
  async shows(removal) {
    await dropSetlists(removal, sql`show_id = ${removal.id}`)
    return []
  },
  async songs({ session, names, id, at }) {
    await session.run(sql`
      update ${names.in('setlists')} set updated_at = ${at}::timestamptz
      where id in (select setlist_id from ${names.in('setlist_songs')} where song_id = ${id})`)
    return []
  },
  setlists: (removal) => dropSetlists(removal, sql`id = ${removal.id}`),
}

/** Removes setlists with their ballots. The caller holds the ballots alone. Answers the shows they were of. */
export async function dropSetlists(
  { session, names }: Pick<Removal, 'session' | 'names'>,
  condition: ReturnType<typeof sql>,
): Promise<readonly EntityId[]> {
  const setlists = await session.rows<{ id: string; show_id: string }>(
    sql`select id, show_id from ${names.in('setlists')} where ${condition} order by id for update`,
  )
  if (setlists.length === 0) return []
  const ids = setlists.map(({ id }) => id)
  const songs = await session.rows<{ id: string }>(
    sql`select id from ${names.in('setlist_songs')} where setlist_id = any(${ids}::text[]) and upvotes + quarantined > 0`,
  )
  await dropBallots(
    { session, names },
    songs.map(({ id }) => id),
  )
  await session.run(sql`delete from ${names.in('setlists')} where id = any(${ids}::text[])`)
  return [...new Set(setlists.map((setlist) => setlist.show_id))]
}
