import { isSetvoteError, systemClock } from '@setvote/sdk'
import type { CronConfig } from '../config/define-cron.ts'
import type { DoctorOptions } from './doctor-options.ts'
import type { ClockFacts, Found, Patient } from './patient.ts'
import { readPostgres } from './read-postgres.ts'
import { openRedis, readRedis } from './read-redis.ts'
import { readUpstreamDates } from './read-upstream-dates.ts'

const patienceMs = 10_000

/** Looks everywhere at once. What does not answer is a fact too. */
export async function gatherFacts(config: CronConfig, options: DoctorOptions): Promise<Patient> {
  const { env = {}, nodeVersion = null, fetch } = options
  const clocks: ClockFacts[] = []
  const note = (clock: ClockFacts | null) => void (clock && clocks.push(clock))
  const [postgres, redis, lastSlots] = await Promise.all([
    look(() => readPostgres(config.setvote.storage, note)),
    look(async () => {
      if (options.redis) return readRedis(options.redis, config.clock, note)
      if (!env.REDIS_URL) return null
      const client = await openRedis(env.REDIS_URL)
      return readRedis(client, config.clock, note).finally(() => client.disconnect?.())
    }),
    readLastSlots(config).catch(() => null),
    fetch && readUpstreamDates(config, fetch, note),
  ])
  return { config, env, nodeVersion, postgres, redis, clocks, lastSlots }
}

async function readLastSlots({ setvote, jobs }: CronConfig): Promise<Record<string, Date | null>> {
  const entries = await Promise.all(
    jobs.map(async ({ name }) => {
      const [last] = await setvote.storage.jobs.recent({ job: name, limit: 1 })
      return [name, last?.slotAt ?? null] as const
    }),
  )
  return Object.fromEntries(entries)
}

/** Servers hang in real time, whatever clock the jobs go by. */
async function look<Facts>(read: () => Promise<Facts | null>): Promise<Found<Facts> | null> {
  const answered = new AbortController()
  const silence = systemClock.sleep(patienceMs, answered.signal).then(() => {
    throw new Error(`no answer within ${patienceMs / 1000} s`)
  })
  silence.catch(() => {})
  try {
    return await Promise.race([read(), silence])
  } catch (error) {
    return { error: reasonOf(error) }
  } finally {
    answered.abort()
  }
}

/** Words of a driver may hold an address with a password. */
function reasonOf(error: unknown): string {
  if (isSetvoteError(error)) return error.message
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string }
  if (typeof code === 'string') return code
  return name === 'Error' && message?.startsWith('no answer') ? message : (name ?? 'no reason')
}
