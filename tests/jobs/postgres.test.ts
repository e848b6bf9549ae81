import { allJobs, updateActiveArtists } from '@setvote/sdk/jobs'
import { fakeClock } from '@setvote/sdk/testing'
import { expect, it } from 'vitest'
import { describeServers } from '../support/servers.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { openJobs, today } from './support/open-jobs.ts'

describeServers(
  'the jobs',
  (database) => {
    it('run one after the other, and once more without a change', async () => {
      const clock = fakeClock(`${today}T12:00:00Z`)
      const storage = await database.open({ clock })
      try {
        const stage = openJobs({}, { clock }, storage)
        await stage.importArtist(0)
        await stage.importArtist(1)
        await stage.clock.advance(30 * 3_600_000)
        for (const job of allJobs) expect((await stage.run(job)).status, job.name).toBe('succeeded')
        const before = await snapshotOf(storage)
        expect(before.setlists!.length).toBeGreaterThan(20)
        for (const job of allJobs) expect((await stage.run(job)).status, job.name).toBe('succeeded')
        expect(await snapshotOf(storage)).toEqual(before)
        expect(await storage.ops.integrity()).toEqual({ status: 'sound', problems: [] })
      } finally {
        await storage.close()
      }
    })

    it('go on from the checkpoint of another process', async () => {
      const clock = fakeClock(`${today}T12:00:00Z`)
      const storage = await database.open({ clock })
      try {
        const whole = openJobs({}, { clock }, storage)
        await whole.importArtist(0)
        await whole.importArtist(1)
        await whole.clock.advance(30 * 3_600_000)
        const run = await whole.reopen({ ticketmaster: 6 }).run(updateActiveArtists)
        expect(run).toMatchObject({ status: 'deferred', counts: { shows: 1 } })
        const rest = await whole.run(updateActiveArtists)
        expect(rest).toMatchObject({ status: 'succeeded', counts: { shows: 1 } })
      } finally {
        await storage.close()
      }
    })
  },
  'newest',
)
