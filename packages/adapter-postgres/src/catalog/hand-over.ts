import {
  type EntityId,
  type EntityRecord,
  pairSetlistSongs,
  relinkLineup,
  type Setlist,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { recountAttendance, recountFollowers } from '../fans/recount.ts'
import { handOverRuns } from '../imports/hand-over-runs.ts'
import { dropBallots } from '../votes/drop-ballots.ts'
import { moveBallots } from '../votes/move-ballots.ts'
import { rehomeBallots } from '../votes/rehome-ballots.ts'
import { sumCounts } from '../votes/sum-counts.ts'
import type { CatalogKind } from './kinds/kind.ts'
import { writeLineups } from './kinds/lineup-parts.ts'
import { showKind } from './kinds/show-kind.ts'
import { createReader, readRows } from './read-entities.ts'

export interface Moving {
  readonly session: Session
  readonly names: Context['database']
  readonly fromId: EntityId
  readonly toId: EntityId
  readonly at: Date
}

/** Moves everything that points to a thing over to another one. The caller holds both, and the ballots alone. */
export const handOver: Readonly<
  Record<CatalogKind, (moving: Moving, kept: EntityRecord, absorbed: EntityRecord) => Promise<void>>
> = {
  async artists(moving) {
    const { session, names, fromId, toId, at } = moving
    const updatedAt = writeInstant(at)
    await relinkLineups(moving)
    await session.run(sql`
      update ${names.in('songs')} set artist_id = ${toId}, updated_at = ${updatedAt}::timestamptz
      where artist_id = ${fromId}`)
    const setlists = await session.rows<{ id: string }>(sql`
      update ${names.in('setlists')} set artist_id = ${toId}, updated_at = ${updatedAt}::timestamptz
      where artist_id = ${fromId} returning id`)
    await rehomeBallots(
      moving,
      setlists.map(({ id }) => id),
    )
    await moveRows(moving, 'user_follows_artists', 'artist_id')
    await recountFollowers(moving, toId)
    await handOverRuns(moving)
  },
  async venues(moving) {
    const { session, names, fromId, toId, at } = moving
    await session.run(sql`
      update ${names.in('shows')} set venue_id = ${toId}, updated_at = ${writeInstant(at)}::timestamptz
      where venue_id = ${fromId}`)
    await moveRows(moving, 'venue_reviews', 'venue_id')
  },
  async shows(moving) {
    const { session, names, fromId, toId, at } = moving
    const setlists = await session.rows<{ id: string }>(sql`
      update ${names.in('setlists')} set show_id = ${toId}, updated_at = ${writeInstant(at)}::timestamptz
      where show_id = ${fromId} returning id`)
    await session.run(
      sql`update ${names.in('setlist_songs')} set show_id = ${toId} where show_id = ${fromId}`,
    )
    await rehomeBallots(
      moving,
      setlists.map(({ id }) => id),
    )
    await sumCounts(moving, { setlistIds: [], showIds: [toId] })
    await moveRows(moving, 'user_show_attendance', 'show_id')
    await recountAttendance(moving, toId)
  },
  async songs({ session, names, fromId, toId, at }) {
    await session.run(sql`
      update ${names.in('setlists')} set updated_at = ${writeInstant(at)}::timestamptz
      where id in (select setlist_id from ${names.in('setlist_songs')} where song_id = ${fromId})`)
    await session.run(
      sql`update ${names.in('setlist_songs')} set song_id = ${toId} where song_id = ${fromId}`,
    )
  },
  setlists: (moving, kept, absorbed) => handOverBallots(moving, kept as Setlist, absorbed as Setlist),
}

/** Hands rows of fans over; a fan who has one there already keeps that one. */
async function moveRows(
  { session, names, fromId, toId }: Moving,
  table: string,
  column: string,
): Promise<void> {
  const [rows, thing] = [names.in(table), sql.ref(column)]
  await session.run(sql`
    delete from ${rows} gone using ${rows} kept where gone.${thing} = ${fromId}
      and kept.${thing} = ${toId} and kept.user_id = gone.user_id`)
  // A review that moves was not written anew.
  const asBefore = table === 'venue_reviews' ? sql`, updated_at = updated_at` : sql``
  await session.run(sql`update ${rows} set ${thing} = ${toId} ${asBefore} where ${thing} = ${fromId}`)
}

async function relinkLineups({ session, names, fromId, toId, at }: Moving): Promise<void> {
  const shows = await session.rows<{ id: string }>(sql`
    update ${names.in('shows')} set updated_at = ${writeInstant(at)}::timestamptz
    where id in (select show_id from ${names.in('show_artists')} where artist_id = ${fromId}) returning id`)
  const ids = shows.map(({ id }) => id)
  const held = (await readRows(showKind, ids, session, names)).map(createReader(showKind))
  const relinked = held.map(({ id, lineup }) => ({ id, lineup: relinkLineup(lineup, fromId, toId) }))
  await writeLineups(session, names, relinked)
}

/** Ballots go to the same song of the kept setlist; a kept one without songs takes the absorbed one's. */
async function handOverBallots(moving: Moving, kept: Setlist, absorbed: Setlist): Promise<void> {
  const { session, names, fromId, toId } = moving
  const showIds = [kept.showId, absorbed.showId]
  if (kept.songs.length === 0) {
    await session.run(sql`
      update ${names.in('setlist_songs')} set setlist_id = ${toId}, show_id = ${kept.showId}
      where setlist_id = ${fromId}`)
    await rehomeBallots(moving, [toId])
  } else {
    const pairs = pairSetlistSongs(kept.songs, absorbed.songs)
    await moveBallots(moving, pairs)
    await dropBallots(
      moving,
      absorbed.songs.map(({ id }) => id),
    )
    await session.run(sql`delete from ${names.in('setlist_songs')} where setlist_id = ${fromId}`)
    await rehomeBallots(moving, [toId])
  }
  await session.run(sql`
    update ${names.in('setlist_stats')} set upvotes = 0, quarantined = 0 where setlist_id = ${fromId}`)
  await sumCounts(moving, { setlistIds: [toId], showIds })
}
