import { postgresStorage } from '@setvote/adapter-postgres'
import { createVoting } from '@setvote/sdk'
import type { BallotKey } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { rush } from './rush.ts'

export interface CastingTask {
  readonly url: string
  readonly perDay: number | null
  readonly ballots: readonly BallotKey[]
  /** How many calls are under way at a time. */
  readonly width: number
}

/* Casts ballots: says that it is ready, begins when it is told to, and answers the status of each. */
process.once('message', async ({ url, perDay, ballots, width }: CastingTask) => {
  const storage = postgresStorage({ connectionString: url, maxConnections: 4 })
  const clock = fakeClock('2026-11-21T12:00:00Z')
  const voting = createVoting({ storage, clock, perDay, abuse: false })
  await voting.audit()
  process.send?.('ready')
  process.once('message', async () => {
    process.send?.(await rush(ballots, width, async (ballot) => (await voting.cast(ballot)).status))
    await storage.close()
    process.disconnect()
  })
})
