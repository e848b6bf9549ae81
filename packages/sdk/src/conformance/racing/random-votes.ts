import assert from 'node:assert/strict'
import type { EntityId } from '../../domain/entity.ts'
import type { Storage } from '../../storage/storage.ts'
import type { CastOutcome, RetractOutcome } from '../../storage/vote-store.ts'
import { ballotDraft, setlistDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { noon, today } from '../instants.ts'
import { createSeeded } from '../seeded.ts'
import { setStage } from '../stage.ts'

const titles = ['Low Tide', 'Lantern', 'Undertow', 'Paper Boats', 'North', 'Encore']
const fans = ['a', 'b', 'c', 'd', 'e']
const perDay = 3
const rounds = 40

/** What is true: for each fan the songs voted for, and whether the ballot is in quarantine. */
type Model = Map<string, Map<EntityId, boolean>>

/**
 * In each round every fan does something at once, each with ballots of their own, so that the outcome is the same
 * in every order; between rounds the setlist changes.
 */
export function randomVotes(test: Test): void {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    test(`random votes at once leave what a simple model says (seed ${seed})`, async (storage) => {
      const random = createSeeded(seed)
      const stage = await setStage(storage, { setlist: { songs: titles.map((title) => ({ title })) } })
      const model: Model = new Map(fans.map((fanId) => [fanId, new Map()]))
      let songs: readonly EntityId[] = stage.songs
      let locked = false

      const act = async (fanId: string) => {
        const mine = model.get(fanId)!
        const setlistSongId = random.pick(songs)
        const key = { fanId, setlistSongId }
        const action = random.below(4)
        if (action <= 1) {
          const quarantineReason = random.below(4) === 0 ? 'burst' : null
          const expected = expectCast(mine, setlistSongId, locked)
          if (expected === 'counted') mine.set(setlistSongId, quarantineReason !== null)
          const [outcome] = await storage.votes.castMany([ballotDraft({ ...key, quarantineReason })], {
            perDay,
          })
          const status = expected === 'counted' && quarantineReason ? 'quarantined' : expected
          assert.equal(outcome?.status, status)
        } else if (action === 2) {
          const expected = expectRetract(mine, setlistSongId, locked)
          if (expected === 'retracted') mine.delete(setlistSongId)
          const [outcome] = await storage.votes.retractMany([{ ...key, at: noon }])
          assert.equal(outcome?.status, expected)
        } else {
          const suspect = random.below(2) === 0
          const changes = mine.has(setlistSongId) && mine.get(setlistSongId) !== suspect
          if (changes) mine.set(setlistSongId, suspect)
          assert.equal(await storage.votes.quarantine([key], suspect ? 'burst' : null), changes ? 1 : 0)
        }
      }

      for (let round = 0; round < rounds; round++) {
        await Promise.all(fans.map(act))
        if (random.below(5) === 0) {
          const left = titles.filter(() => random.below(5) > 0)
          locked = random.below(4) === 0
          const { artistId, showId, setlistId: id } = stage
          const draft = {
            id,
            artistId,
            showId,
            locked,
            songs: (left.length > 0 ? left : titles).map((title) => ({ title })),
          }
          const { entity } = await storage.setlists.save(setlistDraft(draft))
          songs = entity.songs.map((song) => song.id)
          for (const mine of model.values()) {
            for (const song of mine.keys()) if (!songs.includes(song)) mine.delete(song)
          }
        }
        await assertModel(storage, stage.showId, songs, model)
      }
    })
  }
}

const expectCast = (
  mine: ReadonlyMap<EntityId, boolean>,
  song: EntityId,
  locked: boolean,
): CastOutcome['status'] =>
  mine.has(song) ? 'already-cast' : locked ? 'locked' : mine.size >= perDay ? 'limit-reached' : 'counted'

const expectRetract = (
  mine: ReadonlyMap<EntityId, boolean>,
  song: EntityId,
  locked: boolean,
): RetractOutcome['status'] =>
  !mine.has(song) ? 'not-cast' : mine.get(song) ? 'quarantined' : locked ? 'locked' : 'retracted'

async function assertModel(
  storage: Storage,
  showId: EntityId,
  songs: readonly EntityId[],
  model: Model,
): Promise<void> {
  const held = [...model.values()]
  const count = (song: EntityId, suspect: boolean) => held.filter((mine) => mine.get(song) === suspect).length
  const sum = (suspect: boolean) => songs.reduce((total, song) => total + count(song, suspect), 0)
  const tally = await storage.votes.tally({ showId })
  assert.deepEqual(
    tally?.songs.map(({ id, upvotes, quarantined }) => [id, upvotes, quarantined]),
    songs.map((song) => [song, count(song, false), count(song, true)]),
  )
  assert.deepEqual(tally?.show, { id: showId, upvotes: sum(false), quarantined: sum(true) })
  for (const [fanId, mine] of model) {
    assert.equal(await storage.votes.spent({ fanId, day: today }), mine.size)
    const ballots = await storage.votes.castBy({ fanId, showId })
    assert.deepEqual(ballots.map((ballot) => ballot.setlistSongId).sort(), [...mine.keys()].sort())
  }
  const ballots = held.reduce((total, mine) => total + mine.size, 0)
  assert.deepEqual(await storage.votes.audit(), { ballots, status: 'exact', differences: [] })
}
