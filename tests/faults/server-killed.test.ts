import { postgresStorage } from '@setvote/adapter-postgres'
import { createVoting, hasCode, type VoteOutcome } from '@setvote/sdk'
import type { BallotKey } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { expect } from 'vitest'
import { createRandom } from '../../packages/adapter-postgres/test/support/random.ts'
import { runSql } from '../../packages/adapter-postgres/test/support/run-sql.ts'
import { saveConcert } from '../support/concert.ts'
import { rush } from '../support/rush.ts'
import { itOwnsServer } from '../support/servers.ts'

const rounds = 10
const songCount = 25
const perDay = 20
const width = 64
const day = '2026-11-21'

interface Asked extends BallotKey {
  /** Null where the call was rejected. */
  readonly status: VoteOutcome['status'] | null
  readonly error: unknown
}

const keyOf = ({ fanId, setlistSongId }: BallotKey) => `${fanId} ${setlistSongId}`

itOwnsServer(
  'keeps every acknowledged ballot, and counts none twice, when the server is killed in a rush, ten times in a row',
  async (server) => {
    const random = createRandom(2026)
    const options = { clock: fakeClock(`${day}T12:00:00Z`), perDay, abuse: false } as const
    // Two, so that several statements are under way at once.
    const storages = [1, 2].map(() => postgresStorage({ connectionString: server.url, maxConnections: 4 }))
    const voters = storages.map((storage) => createVoting({ storage, ...options }))
    const [storage] = storages
    await storage!.migrate()
    const { songs, showId } = await saveConcert(storage!, { songCount })
    let everything: readonly BallotKey[] = []

    const cast = async (ballot: BallotKey, voter: number): Promise<Asked> => {
      try {
        const { status } = await voters[voter % voters.length]!.cast(ballot)
        return { ...ballot, status, error: null }
      } catch (error) {
        return { ...ballot, status: null, error }
      }
    }

    /** Fans vote for one song after the other, many calls at a time, until the server has been killed under them. */
    async function rushUntilKilled(round: number, killAfter: number): Promise<Asked[]> {
      const asked: Asked[] = []
      let next = 0
      let answered = 0
      let killing: Promise<void> | null = null
      const lane = async (_: unknown, voter: number) => {
        for (let isAlive = true; isAlive; ) {
          const place = next++
          const fanId = `fan ${round} ${Math.floor(place / songCount)}`
          const result = await cast({ fanId, setlistSongId: songs[place % songCount]! }, voter)
          asked.push(result)
          isAlive = result.status !== null
          if (++answered === killAfter) killing = server.kill()
        }
      }
      await Promise.all(Array.from({ length: width }, lane))
      await killing
      return asked
    }

    async function storedBallots(): Promise<string[]> {
      const rows = await runSql<{ fanId: string; setlistSongId: string }>(
        server.url,
        'select user_id as "fanId", setlist_song_id as "setlistSongId" from setvote.votes',
      )
      return rows.map(keyOf)
    }

    async function expectTallies(stored: readonly string[], name: string) {
      const tally = await storage!.votes.tally({ showId })
      const ofSong = (id: string) => stored.filter((key) => key.endsWith(` ${id}`)).length
      expect(
        tally?.songs.map(({ upvotes }) => upvotes),
        name,
      ).toEqual(songs.map(ofSong))
      expect(tally?.show.upvotes, name).toBe(stored.length)
      const audit = { ballots: stored.length, status: 'exact', differences: [] }
      expect(await storage!.votes.audit(), name).toEqual(audit)
    }

    for (let round = 1; round <= rounds; round++) {
      const name = `round ${round}`
      const asked = await rushUntilKilled(round, 100 + random.below(900))
      const lost = asked.filter(({ status }) => status === null)
      expect(lost.length, name).toBeGreaterThan(0)
      for (const { error } of lost) {
        expect(hasCode(error, 'storage-failed'), `${name}: ${String(error)}`).toBe(true)
        expect(String(error), name).toMatch(/connection|crashed|starting up/)
      }

      await server.start()
      const stored = await storedBallots()
      const kept = new Set(stored)
      expect(kept.size, name).toBe(stored.length)
      const acknowledged = asked.filter(({ status }) => status === 'counted')
      expect(
        acknowledged.map(keyOf).filter((key) => !kept.has(key)),
        name,
      ).toEqual([])
      await expectTallies(stored, name)

      const repeated = await rush(asked, width, (ballot) => cast(ballot, random.below(2)))
      for (const [index, { status }] of asked.entries()) {
        const again = repeated[index]!.status
        if (status === 'counted') expect(again, name).toBe('already-cast')
        else if (status === null) expect(['counted', 'already-cast', 'limit-reached'], name).toContain(again)
        else expect(again, name).toBe(status)
      }
      everything = [...everything, ...asked]
      const ofFan = Map.groupBy(everything, ({ fanId }) => fanId)
      const expected = [...ofFan.values()].reduce((sum, { length }) => sum + Math.min(length, perDay), 0)
      const now = await storedBallots()
      expect(now.length, name).toBe(expected)
      await expectTallies(now, name)
    }
    await Promise.all(storages.map((each) => each.close()))
  },
  180_000,
)
