import { describe, expect, it } from 'vitest'
import { hasCode, StorageError } from '../../src/core/errors.ts'
import { nextTurn } from '../../src/core/next-turn.ts'
import type { BallotDraft, BallotReference, CastOutcome } from '../../src/storage/vote-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createVoting } from '../../src/voting/create-voting.ts'
import type { VotingOptions } from '../../src/voting/voting-options.ts'
import type { CastRequest } from '../../src/voting/voting-service.ts'
import type { VotingStorage } from '../../src/voting/voting-storage.ts'

const tally = { upvotes: 1, quarantined: 0 }

/** A store that counts every ballot it is given, and remembers the batches. Other verbs are not there. */
function openStore(
  answer: (draft: BallotDraft) => CastOutcome = () => ({ status: 'counted', tally, spent: 1 }),
) {
  const cast: (readonly BallotDraft[])[] = []
  const retracted: (readonly BallotReference[])[] = []
  const votes = {
    async castMany(drafts: readonly BallotDraft[]) {
      cast.push(drafts)
      await nextTurn()
      return drafts.map(answer)
    },
    async retractMany(references: readonly BallotReference[]) {
      retracted.push(references)
      return references.map(() => ({ status: 'retracted', tally }))
    },
  }
  return { storage: { votes } as unknown as VotingStorage, cast, retracted }
}

const clock = fakeClock('2026-11-21T20:00:00Z')
/** Nothing but batches: neither the day of a venue nor a rule needs to know the show. */
const bare = { clock, limitDay: 'utc', abuse: false } as const
const keyOf = (fan: number, song = 1): CastRequest => ({ fanId: `fan ${fan}`, setlistSongId: `song ${song}` })
const isRefused = (error: unknown) => hasCode(error, 'invalid-input')

describe('votes cast at the same time', () => {
  it('become one call of the storage', async () => {
    const { storage, cast } = openStore()
    const voting = createVoting({ storage, ...bare })
    const outcomes = await Promise.all(Array.from({ length: 300 }, (_, fan) => voting.cast(keyOf(fan))))
    expect(outcomes.every(({ status }) => status === 'counted')).toBe(true)
    expect(cast.map((drafts) => drafts.length)).toEqual([300])
    expect(cast[0]?.[7]).toEqual({
      ...keyOf(7),
      castAt: clock.now(),
      day: '2026-11-21',
      deviceKey: null,
      quarantineReason: null,
    })
  })

  it('are one ballot where a fan races with themselves for one song', async () => {
    const { storage, cast } = openStore()
    const voting = createVoting({ storage, ...bare })
    const outcomes = await Promise.all([1, 1, 2, 1].map((fan) => voting.cast(keyOf(fan))))
    expect(outcomes.map(({ status }) => status)).toEqual([
      'counted',
      'already-cast',
      'counted',
      'already-cast',
    ])
    expect(cast[0]).toHaveLength(2)
  })

  it('share what was answered to the one of them that was sent', async () => {
    for (const status of ['not-found', 'limit-reached', 'locked', 'already-cast'] as const) {
      const { storage } = openStore(() => ({ status, spent: 3, lockedAt: null, tally }) as CastOutcome)
      const voting = createVoting({ storage, ...bare, perDay: 3 })
      const outcomes = await Promise.all([voting.cast(keyOf(1)), voting.cast(keyOf(1))])
      expect(outcomes.map((outcome) => outcome.status)).toEqual([status, status])
    }
  })

  it('are taken back once, however often that is asked for', async () => {
    const { storage, retracted } = openStore()
    const voting = createVoting({ storage, ...bare })
    const outcomes = await Promise.all([1, 2, 1].map((fan) => voting.retract(keyOf(fan))))
    expect(outcomes.map(({ status }) => status)).toEqual(['retracted', 'retracted', 'not-cast'])
    expect(retracted).toEqual([[1, 2].map((fan) => ({ ...keyOf(fan), at: clock.now() }))])
  })

  it('fail with their batch, and the next ones do not', async () => {
    const { storage } = openStore(({ setlistSongId }) => {
      if (setlistSongId === 'song 13') throw new StorageError('gone')
      return { status: 'counted', tally, spent: 1 }
    })
    const voting = createVoting({ storage, ...bare, batch: { maxBatch: 2 } })
    const results = await Promise.allSettled(
      [1, 2, 13, 4, 5].map((song, fan) => voting.cast(keyOf(fan, song))),
    )
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect((await voting.cast(keyOf(3, 4))).status).toBe('counted')
  })

  it('are refused, not gathered without end, when the storage does not keep up', async () => {
    const { storage, cast } = openStore()
    const voting = createVoting({ storage, ...bare, batch: { maxBatch: 10, maxQueue: 20 } })
    const results = await Promise.allSettled(Array.from({ length: 25 }, (_, fan) => voting.cast(keyOf(fan))))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(5)
    expect(refused.every(({ reason }) => hasCode(reason, 'overloaded'))).toBe(true)
    expect(cast.flat()).toHaveLength(20)
  })

  it('do not get each other’s outcomes when the storage answers too few', async () => {
    const { storage } = openStore()
    const short = {
      ...storage,
      votes: { ...storage.votes, castMany: async () => [{ status: 'counted', tally, spent: 1 } as const] },
    }
    const voting = createVoting({ storage: short, ...bare })
    const results = await Promise.allSettled([voting.cast(keyOf(1)), voting.cast(keyOf(2))])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

describe('input that cannot be meant', () => {
  const { storage, cast } = openStore()
  const voting = createVoting({ storage, ...bare })
  const key = keyOf(1)
  const refused: Record<string, () => Promise<unknown>> = {
    'no fan': () => voting.cast({ ...key, fanId: '' }),
    'a fan that is a number': () => voting.cast({ ...key, fanId: 7 as unknown as string }),
    'an endless id': () => voting.cast({ ...key, fanId: 'x'.repeat(201) }),
    'a NUL character': () => voting.cast({ ...key, fanId: 'a\0b' }),
    'half an emoji': () => voting.cast({ ...key, setlistSongId: '\ud83d' }),
    'an empty device key': () => voting.cast({ ...key, deviceKey: '' }),
    'a time zone that is none': () => voting.cast({ ...key, timeZone: 'Mars/Olympus' }),
    'no request': () => voting.cast(null as unknown as CastRequest),
    'too many ballots': () => voting.castMany(Array.from({ length: 1001 }, (_, fan) => keyOf(fan))),
    'no list': () => voting.castMany(key as unknown as CastRequest[]),
    'one bad ballot of two': () => voting.castMany([key, { ...key, fanId: '' }]),
    'too many retractions': () => voting.retractMany(Array.from({ length: 1001 }, (_, fan) => keyOf(fan))),
    'a retraction of nothing': () => voting.retract({ ...key, setlistSongId: '' }),
    'a negative limit': () => voting.leaderboard({ limit: -1 }),
    'a huge limit': () => voting.leaderboard({ limit: 1e9 }),
    'a top of none': () => voting.stats({ top: 0 }),
    'a period that ends before it begins': () => voting.stats({ from: new Date(2), to: new Date(1) }),
    'an invalid date': () => voting.stats({ from: new Date(Number.NaN) }),
    'a show without an id': () => voting.tally(''),
    'a lock at no instant': () => voting.lock('show', new Date(Number.NaN)),
    'ballots of nobody': () => voting.castBy({ fanId: '', showId: 'show' }),
    'quarantine without a reason': () => voting.quarantine([key], ''),
    'a release of too many': () => voting.release(Array.from({ length: 1001 }, (_, fan) => keyOf(fan))),
  }
  it.each(Object.entries(refused))('%s is refused, and nothing happens', async (_, call) => {
    await expect(call()).rejects.toSatisfy(isRefused)
    expect(cast).toEqual([])
  })
})

describe('options that cannot be meant', () => {
  const { storage } = openStore()
  const refused: [VotingOptions, string][] = [
    [{} as VotingOptions, 'createVoting({ storage: memoryStorage() })'],
    [{ storage, perDay: -1 }, '{ perDay: 10 }'],
    [{ storage, perDay: 2.5 }, '{ perDay: 10 }'],
    [{ storage, limitDay: 'artist' as 'fan' }, "{ limitDay: 'venue' }"],
    [{ storage, batch: { maxBatch: 0 } }, '{ maxBatch: 1000 }'],
    [{ storage, abuse: { burst: { ballots: -3 } } }, '{ burst: { ballots: 30 } }'],
  ]
  it.each(refused)('are refused, and the message shows what to write', (options, message) => {
    expect(() => createVoting(options)).toThrow(
      expect.toSatisfy(
        (error: Error) => hasCode(error, 'invalid-options') && error.message.includes(message),
      ),
    )
  })
})
