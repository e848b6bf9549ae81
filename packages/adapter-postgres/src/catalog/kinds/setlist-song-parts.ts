import { InvalidInputError, type Setlist, type SetlistSong } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import { dropBallots } from '../../votes/drop-ballots.ts'
import { lockCounts } from '../../votes/lock-counts.ts'
import { rehomeBallots } from '../../votes/rehome-ballots.ts'
import { sumCounts } from '../../votes/sum-counts.ts'
import type { PartAccess, PartChange, Parts } from './kind.ts'

/** The songs of a setlist, one row each, with the counts of their ballots. */
export const setlistSongParts: Parts<Setlist> = {
  field: 'songs',
  select: (names) => sql`(
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'position', p.position, 'songId', p.song_id, 'title', p.title,
      'part', json_build_object('name', p.part_name, 'encore', p.encore), 'tape', p.tape, 'medley', p.medley,
      'originalArtist', p.original_artist, 'guest', p.guest, 'info', p.info, 'probability', p.probability,
      'reason', p.reason
    ) order by p.position), '[]')
    from ${names.in('setlist_songs')} p where p.setlist_id = t.id
  )`,
  read: (document) => document,
  async write(changes, access) {
    refuseRepeated(changes.map(({ entity }) => entity))
    const moved = changes.filter(isMoved)
    const dropped = changes.flatMap(({ held, entity }) => {
      const staying = new Set(entity.songs.map(({ id }) => id))
      return held?.songs.filter(({ id }) => !staying.has(id)) ?? []
    })
    if ((dropped.length > 0 || moved.length > 0) && !access.hasBallots) return 'needs-ballots'

    const rows = changes.flatMap((change) => changedSongs(change).map((song) => toRow(song, change.entity)))
    const rewrites = changes.some(({ held }) => held !== null)
    if (rewrites && rows.length > 0) {
      await lockCounts(
        access,
        changes.flatMap(({ held }) => held?.showId ?? []),
      )
    }
    if (dropped.length > 0) {
      const ids = dropped.map(({ id }) => id)
      await dropBallots(access, ids)
      await access.session.run(
        sql`delete from ${access.names.in('setlist_songs')} where id = any(${ids}::text[])`,
      )
    }
    if (rows.length > 0 && (await writeRows(rows, access)) < rows.length) return 'again'
    if (moved.length > 0)
      await rehomeBallots(
        access,
        moved.map(({ entity }) => entity.id),
      )
    if (dropped.length > 0 || moved.length > 0) {
      await sumCounts(access, {
        setlistIds: changes.map(({ entity }) => entity.id),
        showIds: changes.flatMap(({ held, entity }) => [entity.showId, ...(held ? [held.showId] : [])]),
      })
    }
    return 'written'
  },
}

const isMoved = ({ held, entity }: PartChange<Setlist>) =>
  held !== null && (held.showId !== entity.showId || held.artistId !== entity.artistId)

function changedSongs({ held, entity }: PartChange<Setlist>): readonly SetlistSong[] {
  if (!held) return entity.songs
  if (held.showId !== entity.showId) return entity.songs
  const before = new Map(held.songs.map((song) => [song.id, JSON.stringify(inOrder(song))]))
  return entity.songs.filter((song) => before.get(song.id) !== JSON.stringify(inOrder(song)))
}

/** Its fields in one order, whoever built it. */
const inOrder = (song: SetlistSong) => Object.entries(toRow(song, { id: '', showId: '' }))

/** A setlist song stands on one setlist, once. */
function refuseRepeated(setlists: readonly Setlist[]): void {
  const taken = new Set<string>()
  for (const { songs } of setlists) {
    for (const { id } of songs) {
      if (taken.has(id)) throw alreadyPlaced(id)
      taken.add(id)
    }
  }
}

const alreadyPlaced = (id: string) => new InvalidInputError(`setlists: ${id} has a place already`)

const toRow = (song: SetlistSong, { id, showId }: Pick<Setlist, 'id' | 'showId'>) => ({
  id: song.id,
  setlist_id: id,
  show_id: showId,
  position: song.position,
  song_id: song.songId,
  title: song.title,
  part_name: song.part.name,
  encore: song.part.encore,
  tape: song.tape,
  medley: song.medley,
  original_artist: song.originalArtist,
  guest: song.guest,
  info: song.info,
  probability: song.probability,
  reason: song.reason,
})

/** Answers how many were written: all of them, unless somebody else took one of the ids meanwhile. */
async function writeRows(
  rows: readonly ReturnType<typeof toRow>[],
  { session, names }: Pick<PartAccess, 'session' | 'names'>,
): Promise<number> {
  const table = names.in('setlist_songs')
  const [first] = rows
  const columns = Object.keys(first ?? {})
  const listed = sql.join(columns.map((column) => sql.ref(column)))
  const replaced = sql.join(
    columns
      .filter((column) => column !== 'id' && column !== 'setlist_id')
      .map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`),
  )
  const written = await session.run(sql`
    insert into ${table} as s (${listed})
    select ${listed} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)
    order by id
    on conflict (id) do update set ${replaced} where s.setlist_id = excluded.setlist_id`)
  if (written < rows.length) {
    const ids = rows.map(({ id }) => id)
    const owners = await session.rows<{ id: string; setlist_id: string }>(
      sql`select id, setlist_id from ${table} where id = any(${ids}::text[])`,
    )
    const ownerOf = new Map(owners.map((each) => [each.id, each.setlist_id]))
    const foreign = rows.find(({ id, setlist_id }) => (ownerOf.get(id) ?? setlist_id) !== setlist_id)
    if (foreign) throw alreadyPlaced(foreign.id)
  }
  return written
}
