import type { EntityId, Tally, VoteTally } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

interface TallyRow {
  readonly show: Tally & { readonly id: EntityId }
  readonly setlists: VoteTally['setlists']
  readonly songs: VoteTally['songs']
}

/** The counts of a setlist, or of every setlist of a show, as they were at one instant. */
export async function readTally(
  database: Database,
  subject: { readonly setlistId: EntityId } | { readonly showId: EntityId },
): Promise<VoteTally | null> {
  const id = 'setlistId' in subject ? subject.setlistId : subject.showId
  if (!isKeepable(id)) return null
  const t = (name: string) => database.in(name)
  const chosen = 'setlistId' in subject ? sql`l.id = ${id}` : sql`l.show_id = ${id}`
  const show =
    'setlistId' in subject ? sql`(select show_id from ${t('setlists')} where id = ${id})` : sql`${id}`
  const [row] = await database.rows<TallyRow>(sql`
    select json_build_object('id', c.show_id, 'upvotes', c.upvotes, 'quarantined', c.quarantined) as show,
      coalesce((
        select json_agg(json_build_object('id', l.id, 'upvotes', s.upvotes, 'quarantined', s.quarantined)
          order by l.local_date nulls last, l.id)
        from ${t('setlists')} l join ${t('setlist_stats')} s on s.setlist_id = l.id where ${chosen}
      ), '[]') as setlists,
      coalesce((
        select json_agg(json_build_object('id', p.id, 'setlistId', l.id, 'songId', p.song_id,
          'upvotes', p.upvotes, 'quarantined', p.quarantined) order by l.local_date nulls last, l.id, p.position)
        from ${t('setlists')} l join ${t('setlist_songs')} p on p.setlist_id = l.id where ${chosen}
      ), '[]') as songs
    from ${t('show_stats')} c where c.show_id = ${show}`)
  return row ? { ...row } : null
}
