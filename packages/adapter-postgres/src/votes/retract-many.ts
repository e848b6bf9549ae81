import type { BallotReference, EntityId, RetractOutcome } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { checkInstants, isKeepable } from '../contract/checks.ts'
import type { Database } from '../database/database.ts'
import type { Access } from './access.ts'
import { countBallots } from './count-ballots.ts'
import { changePlaces, holdPlaces } from './hold-places.ts'
import { lockBallots } from './lock-ballots.ts'
import { keyOf, lockOf, noTally, readSongs, readTallies } from './song-on-stage.ts'

interface CastRow {
  readonly user_id: EntityId
  readonly setlist_song_id: EntityId
  readonly day: string
  readonly quarantined: boolean
}

/** Takes ballots back, or says why not. */
export async function retractMany(
  database: Database,
  references: readonly BallotReference[],
): Promise<RetractOutcome[]> {
  for (const { at } of references) checkInstants({ at })
  if (references.length === 0) return []
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'shared')
    const access = { session, names: database }
    const songs = await readSongs(
      access,
      references.map(({ setlistSongId }) => setlistSongId),
    )
    const found = await readCast(access, references, false)
    await holdPlaces(
      access,
      found.map((row) => ({ fanId: row.user_id, day: row.day })),
    )
    const cast = new Map(
      (await readCast(access, references, true)).map((row) => [keyOf(row.user_id, row.setlist_song_id), row]),
    )

    const taken: CastRow[] = []
    const outcomes = references.map(({ fanId, setlistSongId, at }) => {
      const song = songs.get(setlistSongId)
      if (!song) return { status: 'not-found' as const }
      const row = cast.get(keyOf(fanId, setlistSongId))
      if (!row) return { status: 'not-cast' as const }
      const lock = lockOf(song, at)
      if (lock) return lock
      cast.delete(keyOf(fanId, setlistSongId))
      taken.push(row)
      return { status: 'retracted' as const }
    })
    if (taken.length > 0) await removeBallots(access, taken, songs)
    const tallies = await readTallies(
      access,
      taken.map((row) => row.setlist_song_id),
    )
    return outcomes.map(
      (outcome, index): RetractOutcome =>
        outcome.status === 'retracted'
          ? { ...outcome, tally: { ...(tallies.get(references[index]!.setlistSongId) ?? noTally) } }
          : outcome,
    )
  })
}

function readCast(
  { session, names }: Access,
  references: readonly BallotReference[],
  hold: boolean,
): Promise<CastRow[]> {
  const sought = references
    .filter(({ fanId, setlistSongId }) => isKeepable(fanId) && isKeepable(setlistSongId))
    .map(({ fanId, setlistSongId }) => ({ fanId, setlistSongId }))
  return session.rows<CastRow>(sql`
    select v.user_id, v.setlist_song_id, v.day, v.quarantine_reason is not null as quarantined
    from ${names.in('votes')} v where (v.setlist_song_id, v.user_id) in (
      select "setlistSongId", "fanId"
      from json_to_recordset(${JSON.stringify(sought)}::json) as s ("fanId" text, "setlistSongId" text)
    ) order by v.setlist_song_id, v.user_id ${hold ? sql`for update of v` : sql``}`)
}

async function removeBallots(
  access: Access,
  taken: readonly CastRow[],
  songs: Awaited<ReturnType<typeof readSongs>>,
): Promise<void> {
  const keys = taken.map((row) => ({ song: row.setlist_song_id, fan: row.user_id }))
  await access.session.run(sql`
    delete from ${access.names.in('votes')} where (setlist_song_id, user_id) in (
      select song, fan from json_to_recordset(${JSON.stringify(keys)}::json) as k (song text, fan text)
    )`)
  await changePlaces(
    access,
    taken.map((row) => ({ fanId: row.user_id, day: row.day, places: -1 })),
  )
  await countBallots(
    access,
    taken.map((row) => ({
      songId: row.setlist_song_id,
      setlistId: songs.get(row.setlist_song_id)!.setlist_id,
      showId: songs.get(row.setlist_song_id)!.show_id,
      upvotes: row.quarantined ? 0 : -1,
      quarantined: row.quarantined ? -1 : 0,
    })),
  )
}
