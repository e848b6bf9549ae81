import { memoryStorage } from '@setvote/adapter-memory'
import { createRunner, defineCron, type OwnJob } from '@setvote/cron-runner'
import { createSetvote, days } from '@setvote/sdk'
import { allJobs, type Job } from '@setvote/sdk/jobs'
import { z } from 'zod'
import { dueTimes } from './support/due-times.ts'
import { explain } from './support/explain.ts'
import { leapingClock } from './support/leaping-clock.ts'
import { alone, type Row } from './support/row.ts'

const startAt = new Date('2026-01-01T00:00:00Z')
const endAt = new Date('2027-01-01T00:00:00Z')
const keepMs = days(2)

/**
 * Processor seconds that a runner takes over a simulated year in which its jobs have nothing to do: the ten schedules
 * of setvote, and one at 02:30 in Berlin. Fails unless every due time, found by looking at each minute of the year,
 * was run once, at its exact instant. What judging the state of everything costs is a row of its own.
 */
export async function* jobsTick(): AsyncGenerator<Row> {
  const clock = leapingClock(new Date(startAt.getTime() - 1))
  const storage = memoryStorage({ clock })
  const setvote = createSetvote({ storage, clock, musicbrainz: { userAgent: 'bench/1.0 (ops@example.org)' } })
  const begun = new Map<string, number[]>()
  const idle = (job: Pick<Job, 'name' | 'schedule'>): OwnJob => ({
    job: {
      ...{ name: `idle-${job.name}`, schedule: job.schedule, description: 'Does nothing' },
      options: z.strictObject({}),
      async run({ slotAt }) {
        const name = `idle-${job.name}`
        const at = clock.now().getTime()
        if (at !== slotAt.getTime()) throw new Error(`${name} was run at ${at} for ${slotAt.getTime()}`)
        if (!begun.has(name)) begun.set(name, [])
        begun.get(name)!.push(at)
        // What the job of that name does with ledgers that grow.
        if (job.name === 'cleanup') {
          const keep = { keepImportRunsMs: keepMs, keepJobRunsMs: keepMs, keepScoreHistoryMs: keepMs }
          await storage.ops.cleanup({ at: clock.now(), ...keep })
        }
        return { status: 'done', counts: {} }
      },
    },
  })
  const night = { name: 'night', schedule: { cron: '30 2 * * *', timeZone: 'Europe/Berlin' } }
  const jobs = [...allJobs, night].map(idle)
  const config = defineCron({
    ...{ setvote, clock, ownJobs: jobs, evaluateEveryMs: null },
    jobs: Object.fromEntries(allJobs.map(({ name }) => [name, { enabled: false }])),
  })

  const runner = createRunner(config)
  const before = process.cpuUsage()
  runner.start()
  await clock.leapTo(new Date(endAt.getTime() - 1))
  const { user, system } = process.cpuUsage(before)
  await runner.stop()

  let slots = 0
  for (const { job } of jobs) {
    const expected = dueTimes(job.schedule, startAt, endAt)
    const found = begun.get(job.name) ?? []
    const wrong = expected.findIndex((at, index) => at !== found[index])
    if (wrong !== -1 || found.length !== expected.length) {
      throw new Error(
        `jobs.tick: ${job.name} ran ${found.length} of ${expected.length} times; due at ${expected[wrong]}, ran at ${found[wrong]}`,
      )
    }
    slots += found.length
  }
  explain(`jobs.tick: ${slots} slots of ${jobs.length} jobs, each once, at its exact instant`)
  yield alone('jobs.tick', (user + system) / 1e6, 's of processor time for a year')
  yield await evaluationCost(runner.monitoring)
  await setvote.close()
}

const evaluations = 50

async function evaluationCost({ evaluate }: { evaluate(): Promise<unknown> }): Promise<Row> {
  const before = process.cpuUsage()
  for (let count = 0; count < evaluations; count++) await evaluate()
  const { user, system } = process.cpuUsage(before)
  const eachMs = (user + system) / 1000 / evaluations
  explain(`jobs.tick: judging once a minute takes ${((eachMs * 60 * 24) / 1000).toFixed(1)} s a day`)
  return alone('jobs.tick.evaluation', eachMs, 'ms of processor time')
}
