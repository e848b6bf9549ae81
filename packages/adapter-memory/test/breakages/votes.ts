import { type Breakage, inPort, roundTrip } from './breakage.ts'

export const brokenVotes: readonly Breakage[] = [
  {
    what: 'the daily limit is ignored',
    chapter: 'votes: casting',
    promise: 'holds the daily limit of each fan and day',
    breakIt: inPort('votes', (votes) => ({
      castMany: (ballots) => votes.castMany(ballots, { perDay: null }),
    })),
  },
  {
    what: 'the daily limit is looked up before it is spent',
    chapter: 'racing: votes',
    promise: 'one fan who votes for many songs at once stays within the daily limit',
    breakIt: inPort('votes', (votes) => ({
      async castMany(ballots, { perDay }) {
        const outcomes = []
        for (const ballot of ballots) {
          const spent = await votes.spent(ballot)
          await roundTrip()
          const isFull = perDay !== null && spent >= perDay
          const [outcome] = await votes.castMany([ballot], { perDay: isFull ? 0 : null })
          outcomes.push(outcome!)
        }
        return outcomes
      },
    })),
  },
  {
    what: 'the lock of a show is ignored',
    chapter: 'votes: casting',
    promise: 'locks a show from its start on',
    breakIt: inPort('votes', (votes) => ({
      castMany: (ballots, limits) =>
        votes.castMany(
          ballots.map((ballot) => ({ ...ballot, castAt: new Date(0) })),
          limits,
        ),
    })),
  },
  {
    what: 'quarantined ballots count as clean',
    chapter: 'votes: quarantine',
    promise: 'a suspicious ballot is kept apart from the clean count, and uses its place of the day',
    breakIt: inPort('votes', (votes) => ({
      castMany: (ballots, limits) =>
        votes.castMany(
          ballots.map((ballot) => ({ ...ballot, quarantineReason: null })),
          limits,
        ),
    })),
  },
  {
    what: 'a ballot that is taken back keeps its place of the day',
    chapter: 'racing: random votes',
    promise: 'random votes at once leave what a simple model says (seed 1)',
    breakIt(storage) {
      const most = new Map<string, number>()
      return inPort('votes', (votes) => ({
        async spent(request) {
          const key = `${request.fanId} ${request.day}`
          most.set(key, Math.max(most.get(key) ?? 0, await votes.spent(request)))
          return most.get(key)!
        },
      }))(storage)
    },
  },
  {
    what: 'tallies are those from before the call',
    chapter: 'votes: casting',
    promise: 'counts a ballot, and answers the song’s tally and, under a limit, the places used',
    breakIt: inPort('votes', (votes) => ({
      castMany: async (ballots, limits) =>
        (await votes.castMany(ballots, limits)).map((outcome) =>
          outcome.status === 'counted'
            ? { ...outcome, tally: { ...outcome.tally, upvotes: outcome.tally.upvotes - 1 } }
            : outcome,
        ),
    })),
  },
  {
    what: 'the end of a period of statistics is included',
    chapter: 'votes: statistics',
    promise: 'counts from the first instant on, and not the last',
    breakIt: inPort('votes', (votes) => ({
      stats: ({ to, ...query }) => votes.stats({ ...query, ...(to && { to: new Date(to.getTime() + 1) }) }),
    })),
  },
]
