import type { EntityId, Setlist, VoteStats, VoteStatsQuery } from '@setvote/sdk/storage'
import { checkInstants, checkLimit } from '@setvote/sdk/storage'
import { everything } from './kinds/kind.ts'
import type { MemoryState } from './state.ts'

/** Reads the ballots of the setlists that the query names. */
export function voteStats(state: MemoryState, query: VoteStatsQuery): VoteStats {
  const { from, to, top = 10 } = query
  checkInstants({ from, to })
  checkLimit(top)
  const fans = new Set<EntityId>()
  const byHour: number[] = new Array(24).fill(0)
  const songs: VoteStats['top'][number][] = []
  let upvotes = 0
  let quarantined = 0
  let firstAt: Date | null = null
  let lastAt: Date | null = null

  for (const { showId, songs: setlistSongs } of setlistsOf(state, query)) {
    for (const { id: setlistSongId, title } of setlistSongs) {
      const tally = { upvotes: 0, quarantined: 0 }
      for (const [fanId, { castAt, quarantineReason }] of state.box.ballots.ofThing(setlistSongId)) {
        if ((from && castAt < from) || (to && castAt >= to)) continue
        if (quarantineReason !== null) {
          tally.quarantined++
          continue
        }
        tally.upvotes++
        fans.add(fanId)
        byHour[castAt.getUTCHours()]!++
        if (!firstAt || castAt < firstAt) firstAt = castAt
        if (!lastAt || castAt > lastAt) lastAt = castAt
      }
      upvotes += tally.upvotes
      quarantined += tally.quarantined
      if (tally.upvotes > 0) songs.push({ ...tally, setlistSongId, title, showId })
    }
  }
  songs.sort((a, b) => b.upvotes - a.upvotes || (a.setlistSongId < b.setlistSongId ? -1 : 1))
  return {
    upvotes,
    quarantined,
    fans: fans.size,
    byHour,
    top: songs.slice(0, top),
    firstAt: firstAt && new Date(firstAt),
    lastAt: lastAt && new Date(lastAt),
  }
}

function setlistsOf({ tables }: MemoryState, { showId, artistId }: VoteStatsQuery): Setlist[] {
  const list = showId ? `show:${showId}` : artistId ? `artist:${artistId}` : everything
  return tables.setlists
    .inList(list)
    .filter((setlist) => artistId === undefined || setlist.artistId === artistId)
}
