import type { EntityId, Tally } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { isKeepable } from '../contract/checks.ts'
import type { Access } from './access.ts'

/** A setlist song with what decides whether it can be voted for. */
export interface SongOnStage {
  readonly id: EntityId
  readonly setlist_id: EntityId
  readonly show_id: EntityId
  readonly artist_id: EntityId
  readonly title: string
  readonly tape: boolean
  readonly locked: boolean
  readonly locked_at: Date | null
}

export async function readSongs(
  { session, names }: Access,
  ids: readonly EntityId[],
): Promise<ReadonlyMap<EntityId, SongOnStage>> {
  const rows = await session.rows<SongOnStage>(sql`
    select s.id, s.setlist_id, s.show_id, l.artist_id, s.title, s.tape, l.locked,
      coalesce(h.voting_locks_at, h.starts_at) as locked_at
    from ${names.in('setlist_songs')} s join ${names.in('setlists')} l on l.id = s.setlist_id
    join ${names.in('shows')} h on h.id = s.show_id
    where s.id = any(${ids.filter(isKeepable)}::text[])`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether nobody may cast or take back at this instant, and since when. */
export function lockOf(song: SongOnStage, at: Date) {
  if (song.locked) return { status: 'locked' as const, lockedAt: null }
  const { locked_at: lockedAt } = song
  return lockedAt && at >= lockedAt ? { status: 'locked' as const, lockedAt: new Date(lockedAt) } : null
}

export async function readTallies(
  { session, names }: Access,
  ids: readonly EntityId[],
): Promise<ReadonlyMap<EntityId, Tally>> {
  const rows = await session.rows<Tally & { readonly id: EntityId }>(sql`
    select id, upvotes, quarantined from ${names.in('setlist_songs')}
    where id = any(${ids.filter(isKeepable)}::text[])`)
  return new Map(rows.map(({ id, upvotes, quarantined }) => [id, { upvotes, quarantined }]))
}

export const noTally: Tally = { upvotes: 0, quarantined: 0 }
export const keyOf = (fanId: EntityId, other: string): string => `${fanId}\0${other}`
