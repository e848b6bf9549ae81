import { hasCode } from '@setvote/sdk'
import { allJobs, cleanup, type Job } from '@setvote/sdk/jobs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CronOptions, type CronServices, defineCron } from '../../src/config/define-cron.ts'
import { getScheduledJob } from '../../src/config/get-scheduled-job.ts'

const setvote = { storage: { jobs: { claimSlot() {} } } } as unknown as CronServices
const own: Job<{ limit: number }> = {
  name: 'remind-fans',
  description: 'Writes to fans',
  schedule: { cron: '0 9 * * *', timeZone: 'Europe/Paris' },
  options: z.strictObject({ limit: z.int().positive('write 1 or more').default(100) }),
  run: async () => ({ status: 'done', counts: {} }),
}

describe('a config', () => {
  it('runs every job of setvote by its own schedule', () => {
    const { jobs } = defineCron({ setvote })
    expect(jobs.map(({ name }) => name)).toEqual(allJobs.map(({ name }) => name))
    expect(jobs.every(({ enabled }) => enabled)).toBe(true)
    expect(jobs.map(({ schedule }) => schedule.cron)).toEqual(allJobs.map(({ schedule }) => schedule.cron))
    expect(jobs[0]).toMatchObject({
      ...{ jitterMs: 0, overlap: 'skip', missed: 'last', catchUpMs: 86_400_000, missedAfterMs: 60_000 },
      ...{ leaseMs: 300_000, heartbeatMs: 30_000, maxRunMs: 3_600_000, graceMs: 10_000 },
    })
  })

  it('changes jobs one by one, and adds jobs of the app', () => {
    const config = defineCron({
      setvote,
      timeZone: 'America/Chicago',
      jobs: {
        'update-active-artists': { schedule: '0 */4 * * *', options: { limit: 100 }, overlap: 'queue' },
        'sync-artist-images': { enabled: false },
      },
      ownJobs: [{ job: own as Job, jitterMs: 1000 }],
    })
    expect(getScheduledJob(config, 'update-active-artists')).toMatchObject({
      ...{ options: { limit: 100 }, overlap: 'queue' },
      schedule: { cron: '0 */4 * * *', timeZone: 'America/Chicago' },
    })
    expect(getScheduledJob(config, 'sync-artist-images').enabled).toBe(false)
    expect(getScheduledJob(config, 'remind-fans')).toMatchObject({
      jitterMs: 1000,
      schedule: { timeZone: 'Europe/Paris' },
    })
    expect(() => getScheduledJob(config, 'remind-fan')).toThrow("did you mean 'remind-fans'?")
  })

  it.each<[string, object, string]>([
    ['no setvote', { setvote: undefined }, 'defineCron needs a `setvote`'],
    [
      'a job that is not there',
      { jobs: { 'update-active-artist': {} } },
      "Setvote has no job 'update-active-artist': did you mean 'update-active-artists'?",
    ],
    [
      'an option among the settings',
      { jobs: { 'update-active-artists': { limit: 50 } } },
      "The settings of update-active-artists have no 'limit': write { options: { limit: … } }",
    ],
    [
      'a setting that is not there',
      { jobs: { cleanup: { cron: '@daily' } } },
      "have no 'cron': there are schedule",
    ],
    [
      'an option out of range',
      { jobs: { 'update-active-artists': { options: { limit: 0 } } } },
      'limit: write a whole number from 1 to 5000, such as 50',
    ],
    [
      'a schedule',
      { jobs: { cleanup: { schedule: 'daily' } } },
      "settings of cleanup: A schedule cannot be 'daily'",
    ],
    ['a time zone', { timeZone: 'Mars/Phobos' }, "There is no time zone 'Mars/Phobos'"],
    [
      'a policy',
      { jobs: { cleanup: { missed: 'some' } } },
      "missed must be 'skip', 'last', 'all', not 'some'",
    ],
    [
      'a duration',
      { jobs: { cleanup: { leaseMs: 10 } } },
      'leaseMs must be milliseconds from 1000 to 86400000, not 10',
    ],
    ['no number', { jobs: { cleanup: { maxRunMs: '1h' } } }, 'maxRunMs must be milliseconds'],
    [
      'a heartbeat slower than the lease',
      { jobs: { cleanup: { leaseMs: 5000, heartbeatMs: 6000 } } },
      'heartbeatMs must be shorter than leaseMs (5000)',
    ],
    ['two jobs of one name', { ownJobs: [cleanup] }, "Two jobs are called 'cleanup'"],
    ['an evaluation that is too quick', { evaluateEveryMs: 10 }, 'evaluateEveryMs must be milliseconds'],
  ])('refuses %s, and says what to write', (_, options, message) => {
    const define = () => defineCron({ setvote, ...options } as CronOptions)
    expect(define).toThrow(message)
    try {
      define()
    } catch (error) {
      expect(hasCode(error, 'invalid-options')).toBe(true)
    }
  })
})
