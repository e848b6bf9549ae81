import {
  type BallotDraft,
  type BallotKey,
  type CastOutcome,
  checkIds,
  checkInstants,
  checkNames,
  checkSchema,
  checkWhole,
  type EntityId,
  isVotableSetlistSong,
  LocalDay,
  type RetractOutcome,
  type Setlist,
  type SetlistSong,
  type Tally,
  type VoteStore,
  votingLockOf,
} from '@setvote/sdk/storage'
import { auditVotes } from './audit-votes.ts'
import { tallyIn } from './ballot-box.ts'
import { placeAt } from './page-of.ts'
import type { MemoryState } from './state.ts'
import { voteStats } from './vote-stats.ts'

export function createMemoryVotes(state: MemoryState): VoteStore {
  const { box, tables } = state
  const { ballots } = box

  const songTally = (id: EntityId): Tally => tallyIn(box.sheets.song, id)

  return {
    async castMany(drafts, { perDay }) {
      if (perDay !== null) checkWhole('perDay', perDay)
      for (const draft of drafts) checkDraft(draft)
      const cast = drafts.map((draft) => castOne(state, draft, perDay))
      // Counts are those that the whole call leaves.
      return cast.map((outcome, index): CastOutcome => {
        const { fanId, setlistSongId, day } = drafts[index]!
        if (outcome.status === 'not-found' || outcome.status === 'locked') return outcome
        const tally = songTally(setlistSongId)
        if (outcome.status === 'already-cast') return { ...outcome, tally }
        if (outcome.status === 'limit-reached') return { ...outcome, spent: spentOn(state, fanId, day) }
        return { ...outcome, tally, spent: perDay === null ? null : spentOn(state, fanId, day) }
      })
    },
    async retractMany(references) {
      for (const { at } of references) checkInstants({ at })
      const taken = references.map(({ fanId, setlistSongId, at }) => {
        const found = findSong(state, setlistSongId)
        if (!found) return { status: 'not-found' as const }
        const ballot = ballots.get(fanId, setlistSongId)
        if (!ballot) return { status: 'not-cast' as const }
        const { quarantineReason: reason } = ballot
        if (reason !== null) return { status: 'quarantined' as const, reason }
        const lock = lockOf(state, found.setlist, at)
        if (lock) return lock
        ballots.delete(fanId, setlistSongId)
        return { status: 'retracted' as const }
      })
      return taken.map(
        (outcome, index): RetractOutcome =>
          outcome.status === 'retracted'
            ? { ...outcome, tally: songTally(references[index]!.setlistSongId) }
            : outcome,
      )
    },
    async tally(subject) {
      const setlist = 'setlistId' in subject ? tables.setlists.get(subject.setlistId) : undefined
      const showId = 'showId' in subject ? subject.showId : setlist?.showId
      if (showId === undefined || !tables.shows.has(showId)) return null
      const setlists = setlist ? [setlist] : tables.setlists.inList(`show:${showId}`)
      return {
        show: { id: showId, ...tallyIn(box.sheets.show, showId) },
        setlists: setlists.map(({ id }) => ({ id, ...tallyIn(box.sheets.setlist, id) })),
        songs: setlists.flatMap(({ id: setlistId, songs }) =>
          songs.map(({ id, songId }) => ({ id, setlistId, songId, ...songTally(id) })),
        ),
      }
    },
    async sheet({ showId, fanId }) {
      const show = tables.shows.get(showId)
      if (!show) return null
      const cast = fanId === null ? new Map() : new Map(ballots.ofFan(fanId))
      const ballotOn = (id: EntityId) => {
        const ballot = cast.get(id)
        return ballot ? { castAt: new Date(ballot.castAt), quarantineReason: ballot.quarantineReason } : null
      }
      const lockedAt = votingLockOf(show)
      return {
        show: { id: showId, ...tallyIn(box.sheets.show, showId) },
        lockedAt: lockedAt && new Date(lockedAt),
        setlists: tables.setlists
          .inList(`show:${showId}`)
          .map(({ id, artistId, kind, fanId: madeBy, name, locked, songs }) => ({
            ...{ id, artistId, kind, fanId: madeBy, name, locked },
            ...tallyIn(box.sheets.setlist, id),
            songs: songs.map(({ id: songId, ...song }) => ({
              ...{ id: songId, songId: song.songId, title: song.title, part: { ...song.part } },
              ...{ tape: song.tape, probability: song.probability, reason: song.reason },
              ...songTally(songId),
              ballot: ballotOn(songId),
            })),
          })),
      }
    },
    async castBy({ fanId, showId }) {
      const cast = [...ballots.ofFan(fanId)].flatMap(([setlistSongId, { castAt, ...note }]) => {
        const setlist = tables.setlists.get(box.homeOf(setlistSongId)!)!
        if (setlist.showId !== showId) return []
        const { id: setlistId, artistId } = setlist
        return [{ fanId, setlistSongId, setlistId, showId, artistId, castAt: new Date(castAt), ...note }]
      })
      return cast.sort((a, b) =>
        placeAt(a.castAt, a.setlistSongId) < placeAt(b.castAt, b.setlistSongId) ? -1 : 1,
      )
    },
    spent: async ({ fanId, day }) => {
      checkSchema(LocalDay, day, 'day')
      return spentOn(state, fanId, day)
    },
    stats: async (query) => voteStats(state, query),
    audit: async () => auditVotes(box),
    async rebuild() {
      const { differences } = auditVotes(box)
      box.replaceSheets(box.recount())
      return { repaired: differences.length }
    },
    setlistsOf: async (setlistSongIds) => setlistSongIds.map((id) => box.homeOf(id) ?? null),
    async quarantine(keys: readonly BallotKey[], reason) {
      if (reason !== null) checkNames({ reason })
      let changed = 0
      for (const { fanId, setlistSongId } of keys) {
        const ballot = ballots.get(fanId, setlistSongId)
        if (!ballot || ballot.quarantineReason === reason) continue
        ballots.set(fanId, setlistSongId, { ...ballot, quarantineReason: reason })
        changed++
      }
      return changed
    },
  }
}

function checkDraft({ fanId, castAt, day, deviceKey, quarantineReason }: BallotDraft): void {
  checkIds({ fanId })
  checkInstants({ castAt })
  checkSchema(LocalDay, day, 'day')
  if (deviceKey != null) checkNames({ deviceKey })
  if (quarantineReason != null) checkNames({ quarantineReason })
}

function castOne(state: MemoryState, draft: BallotDraft, perDay: number | null) {
  const { fanId, setlistSongId, castAt, day, deviceKey = null, quarantineReason = null } = draft
  const { ballots } = state.box
  const found = findSong(state, setlistSongId)
  if (!found) return { status: 'not-found' as const }
  if (ballots.get(fanId, setlistSongId)) return { status: 'already-cast' as const }
  if (!isVotableSetlistSong(found.song)) return { status: 'not-found' as const }
  const lock = lockOf(state, found.setlist, castAt)
  if (lock) return lock
  if (perDay !== null && spentOn(state, fanId, day) >= perDay) return { status: 'limit-reached' as const }
  ballots.set(fanId, setlistSongId, { castAt: new Date(castAt), day, deviceKey, quarantineReason })
  return quarantineReason === null
    ? { status: 'counted' as const }
    : { status: 'quarantined' as const, reason: quarantineReason }
}

function spentOn({ box }: MemoryState, fanId: EntityId, day: string): number {
  let spent = 0
  for (const [, ballot] of box.ballots.ofFan(fanId)) if (ballot.day === day) spent++
  return spent
}

function findSong(
  { box, tables }: MemoryState,
  setlistSongId: EntityId,
): { readonly setlist: Setlist; readonly song: SetlistSong } | null {
  const setlist = tables.setlists.get(box.homeOf(setlistSongId) ?? '')
  const song = setlist?.songs.find(({ id }) => id === setlistSongId)
  return setlist && song ? { setlist, song } : null
}

function lockOf({ tables }: MemoryState, setlist: Setlist, at: Date) {
  if (setlist.locked) return { status: 'locked' as const, lockedAt: null }
  const lockedAt = votingLockOf(tables.shows.get(setlist.showId)!)
  return lockedAt && at >= lockedAt ? { status: 'locked' as const, lockedAt: new Date(lockedAt) } : null
}
