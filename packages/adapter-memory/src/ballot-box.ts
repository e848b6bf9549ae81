import type { Ballot, EntityId, Setlist, Tally } from '@setvote/sdk/storage'
import { createPairs, type Pairs } from './pairs.ts'

/** What a ballot says beside who cast it for what. */
export type BallotNote = Pick<Ballot, 'castAt' | 'day' | 'deviceKey' | 'quarantineReason'>

export interface TallySheets {
  readonly song: Map<EntityId, Tally>
  readonly setlist: Map<EntityId, Tally>
  readonly show: Map<EntityId, Tally>
}

/** Every ballot, with counts that move with each of them and with the setlists they stand on. */
export interface BallotBox {
  /** Fans and setlist songs. */
  readonly ballots: Pairs<BallotNote>
  readonly sheets: TallySheets
  /** The setlist that a setlist song is on. */
  homeOf(setlistSongId: EntityId): EntityId | undefined
  showOf(setlistId: EntityId): EntityId | undefined
  readonly setlistSongs: number
  setlistChanged(before: Setlist | null, after: Setlist | null): void
  /** Counts everything anew, without looking at the sheets. */
  recount(): TallySheets
  replaceSheets(sheets: TallySheets): void
}

const nothing: Tally = { upvotes: 0, quarantined: 0 }
export const tallyIn = (sheet: ReadonlyMap<EntityId, Tally>, id: EntityId): Tally => sheet.get(id) ?? nothing

export function createBallotBox(): BallotBox {
  const homes = new Map<EntityId, EntityId>()
  const shows = new Map<EntityId, EntityId>()
  let sheets = emptySheets()

  const countOn = (target: TallySheets, setlistSongId: EntityId, change: Tally) => {
    const setlistId = homes.get(setlistSongId)!
    add(target.song, setlistSongId, change)
    add(target.setlist, setlistId, change)
    add(target.show, shows.get(setlistId)!, change)
  }
  const ballots = createPairs<BallotNote>((_, setlistSongId, before, after) => {
    if (before) countOn(sheets, setlistSongId, minus(worthOf(before)))
    if (after) countOn(sheets, setlistSongId, worthOf(after))
  })
  /** Puts a song on a setlist, with the counts it brings from the one it was on. */
  const settle = (setlistSongId: EntityId, setlistId: EntityId) => {
    const home = homes.get(setlistSongId)
    if (home === setlistId) return
    homes.set(setlistSongId, setlistId)
    if (home === undefined) return
    const brought = tallyIn(sheets.song, setlistSongId)
    add(sheets.setlist, home, minus(brought))
    add(sheets.show, shows.get(home)!, minus(brought))
    add(sheets.setlist, setlistId, brought)
    add(sheets.show, shows.get(setlistId)!, brought)
  }

  return {
    ballots,
    get sheets() {
      return sheets
    },
    homeOf: (setlistSongId) => homes.get(setlistSongId),
    showOf: (setlistId) => shows.get(setlistId),
    get setlistSongs() {
      return homes.size
    },
    setlistChanged(before, after) {
      if (after) {
        if (before && before.showId !== after.showId) {
          const moving = tallyIn(sheets.setlist, after.id)
          add(sheets.show, before.showId, minus(moving))
          add(sheets.show, after.showId, moving)
        }
        shows.set(after.id, after.showId)
        for (const song of after.songs) settle(song.id, after.id)
      }
      if (!before) return
      const staying = new Set(after?.songs.map(({ id }) => id))
      for (const { id } of before.songs) {
        if (staying.has(id) || homes.get(id) !== before.id) continue
        ballots.dropThing(id)
        homes.delete(id)
      }
      if (!after) shows.delete(before.id)
    },
    recount() {
      const counted = emptySheets()
      for (const [setlistSongId, fans] of ballots.things()) {
        for (const [, ballot] of fans) countOn(counted, setlistSongId, worthOf(ballot))
      }
      return counted
    },
    replaceSheets(counted) {
      sheets = counted
    },
  }
}

const emptySheets = (): TallySheets => ({
  song: new Map(),
  setlist: new Map(),
  show: new Map(),
})

const worthOf = ({ quarantineReason }: BallotNote): Tally =>
  quarantineReason === null ? { upvotes: 1, quarantined: 0 } : { upvotes: 0, quarantined: 1 }

const minus = ({ upvotes, quarantined }: Tally): Tally => ({ upvotes: -upvotes, quarantined: -quarantined })

function add(sheet: Map<EntityId, Tally>, id: EntityId, change: Tally): void {
  const held = tallyIn(sheet, id)
  const upvotes = held.upvotes + change.upvotes
  const quarantined = held.quarantined + change.quarantined
  if (upvotes === 0 && quarantined === 0) sheet.delete(id)
  else sheet.set(id, { upvotes, quarantined })
}
