import {
  type BallotDraft,
  type CastOutcome,
  type EntityId,
  isVotableSetlistSong,
  LocalDay,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { checkIds, checkInstants, checkNames, checkSchema, checkWhole, isKeepable } from '../contract/checks.ts'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import type { Access } from './access.ts'
import { countBallots } from './count-ballots.ts'
import { changePlaces, holdPlaces } from './hold-places.ts'
import { lockBallots } from './lock-ballots.ts'
import { keyOf, lockOf, noTally, readSongs, readTallies, type SongOnStage } from './song-on-stage.ts'

/** Casts each ballot or says why not. */
export async function castMany(
  database: Database,
  drafts: readonly BallotDraft[],
  perDay: number | null,
): Promise<CastOutcome[]> {
  if (perDay !== null) checkWhole('perDay', perDay)
  for (const draft of drafts) checkDraft(draft)
  if (drafts.length === 0) return []
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'shared')
    const access = { session, names: database }
    const songIds = [...new Set(drafts.map(({ setlistSongId }) => setlistSongId))]
    const songs = await readSongs(access, songIds)
    const places = await holdPlaces(access, drafts)
    const cast = await readCast(access, drafts)

    const counted: { draft: BallotDraft; song: SongOnStage }[] = []
    const outcomes = drafts.map((draft) => {
      const outcome = decide(draft, songs.get(draft.setlistSongId), { places, cast, perDay })
      if (outcome.status === 'counted' || outcome.status === 'quarantined') {
        counted.push({ draft, song: songs.get(draft.setlistSongId)! })
      }
      return outcome
    })
    await store(access, counted)
    const tallies = await readTallies(access, songIds)
    // Counts are those that the whole call leaves.
    return outcomes.map((outcome, index): CastOutcome => {
      const { fanId, day, setlistSongId } = drafts[index]!
      if (outcome.status === 'not-found' || outcome.status === 'locked') return outcome
      const tally = { ...(tallies.get(setlistSongId) ?? noTally) }
      if (outcome.status === 'already-cast') return { ...outcome, tally }
      const spent = places.get(keyOf(fanId, day)) ?? 0
      return outcome.status === 'limit-reached' ? { ...outcome, spent } : { ...outcome, tally, spent }
    })
  })
}

function checkDraft({ fanId, castAt, day, deviceKey, quarantineReason }: BallotDraft): void {
  checkIds({ fanId })
  checkInstants({ castAt })
  checkSchema(LocalDay, day, 'day')
  if (deviceKey != null) checkNames({ deviceKey })
  if (quarantineReason != null) checkNames({ quarantineReason })
}

interface Standing {
  /** By fan and day; grows with every ballot that is decided to count. */
  readonly places: Map<string, number>
  /** By fan and song; grows likewise. */
  readonly cast: Set<string>
  readonly perDay: number | null
}

function decide(
  { fanId, setlistSongId, castAt, day, quarantineReason = null }: BallotDraft,
  song: SongOnStage | undefined,
  { places, cast, perDay }: Standing,
) {
  if (!song) return { status: 'not-found' as const }
  if (cast.has(keyOf(fanId, setlistSongId))) return { status: 'already-cast' as const }
  if (!isVotableSetlistSong(song)) return { status: 'not-found' as const }
  const lock = lockOf(song, castAt)
  if (lock) return lock
  const spent = places.get(keyOf(fanId, day)) ?? 0
  if (perDay !== null && spent >= perDay) return { status: 'limit-reached' as const }
  places.set(keyOf(fanId, day), spent + 1)
  cast.add(keyOf(fanId, setlistSongId))
  return quarantineReason === null
    ? { status: 'counted' as const }
    : { status: 'quarantined' as const, reason: quarantineReason }
}

/** Which of the ballots there are, by fan and song. */
async function readCast({ session, names }: Access, drafts: readonly BallotDraft[]): Promise<Set<string>> {
  const sought = drafts
    .filter(({ setlistSongId }) => isKeepable(setlistSongId))
    .map(({ fanId, setlistSongId }) => ({ fanId, setlistSongId }))
  const rows = await session.rows<{ user_id: EntityId; setlist_song_id: EntityId }>(sql`
    select v.user_id, v.setlist_song_id from ${names.in('votes')} v
    where (v.setlist_song_id, v.user_id) in (
      select "setlistSongId", "fanId"
      from json_to_recordset(${JSON.stringify(sought)}::json) as s ("fanId" text, "setlistSongId" text)
    )`)
  return new Set(rows.map((row) => keyOf(row.user_id, row.setlist_song_id)))
}

async function store(
  access: Access,
  counted: readonly { readonly draft: BallotDraft; readonly song: SongOnStage }[],
): Promise<void> {
  if (counted.length === 0) return
  const votes = access.names.in('votes')
  const rows = counted.map(({ draft, song }) => ({
    setlist_song_id: song.id,
    user_id: draft.fanId,
    setlist_id: song.setlist_id,
    show_id: song.show_id,
    artist_id: song.artist_id,
    cast_at: writeInstant(draft.castAt),
    day: draft.day,
    device_key: draft.deviceKey ?? null,
    quarantine_reason: draft.quarantineReason ?? null,
  }))
  const written = await access.session.run(sql`
    insert into ${votes} select * from json_populate_recordset(null::${votes}, ${JSON.stringify(rows)}::json)
    order by setlist_song_id, user_id on conflict do nothing`)
  // Another call cast one of them for another day meanwhile: what was decided here may be wrong.
  if (written < rows.length) throw Object.assign(new Error('ballots were cast meanwhile'), { code: '40001' })
  await changePlaces(
    access,
    counted.map(({ draft }) => ({ fanId: draft.fanId, day: draft.day, places: 1 })),
  )
  await countBallots(
    access,
    counted.map(({ draft, song }) => ({
      songId: song.id,
      setlistId: song.setlist_id,
      showId: song.show_id,
      upvotes: draft.quarantineReason == null ? 1 : 0,
      quarantined: draft.quarantineReason == null ? 0 : 1,
    })),
  )
}
