import type { EntityId, SetlistKind, SheetSetlist, SheetSong, VotingSheet } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

type SetlistRow = readonly [
  id: EntityId,
  artistId: EntityId,
  kind: SetlistKind,
  fanId: EntityId | null,
  name: string | null,
  locked: boolean,
  upvotes: number,
  quarantined: number,
]
type SongRow = readonly [
  id: EntityId,
  setlistId: EntityId,
  songId: EntityId | null,
  title: string,
  partName: string | null,
  encore: number | null,
  tape: boolean,
  probability: number | null,
  reason: string | null,
  upvotes: number,
  quarantined: number,
]
interface SheetRow {
  readonly show: readonly [upvotes: number, quarantined: number, lockedAtMs: number | null] | null
  readonly setlists: readonly SetlistRow[] | null
  readonly songs: readonly SongRow[] | null
  readonly ballots: readonly (readonly [id: EntityId, castAtMs: number, reason: string | null])[] | null
}

/** What the voting page of a show needs, in one round trip whose plans the server keeps. */
export async function readSheet(
  database: Database,
  { showId, fanId }: { readonly showId: EntityId; readonly fanId: EntityId | null },
): Promise<VotingSheet | null> {
  if (!isKeepable(showId)) return null
  const fan = fanId !== null && isKeepable(fanId) ? fanId : null
  const [row] = await database.rows<SheetRow>(
    sql`select * from ${database.in('read_sheet')}(${showId}, ${fan})`,
  )
  if (!row?.show) return null
  const ballots = new Map(
    row.ballots?.map(([id, castAtMs, quarantineReason]) => [
      id,
      { castAt: new Date(castAtMs), quarantineReason },
    ]),
  )
  const songs = Map.groupBy(row.songs ?? [], ([, setlistId]) => setlistId)
  const toSong = ([id, , songId, title, name, encore, tape, probability, reason, ...counts]: SongRow) => {
    const [upvotes, quarantined] = counts
    const part = { name, encore }
    const ballot = ballots.get(id) ?? null
    return { id, songId, title, part, tape, probability, reason, upvotes, quarantined, ballot }
  }
  const [upvotes, quarantined, lockedAtMs] = row.show
  return {
    show: { id: showId, upvotes, quarantined },
    lockedAt: lockedAtMs === null ? null : new Date(lockedAtMs),
    setlists: (row.setlists ?? []).map(
      ([id, artistId, kind, madeBy, name, locked, upvotes, quarantined]): SheetSetlist => ({
        ...{ id, artistId, kind, fanId: madeBy, name, locked, upvotes, quarantined },
        songs: (songs.get(id) ?? []).map((song): SheetSong => toSong(song)),
      }),
    ),
  }
}
