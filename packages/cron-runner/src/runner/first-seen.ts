import type { SettingsStore } from '@setvote/sdk/storage'
import type { ScheduledJob } from '../config/job-settings.ts'

const prefix = 'cron.since.'

/**
 * Since when a job has been on its schedule, remembered in the storage. What was due before, nobody has missed: neither
 * for a job that is new, nor for one whose schedule is another now. What was due a moment ago (`missedAfterMs`) counts.
 */
export async function firstSeenAt(
  settings: Pick<SettingsStore, 'get' | 'replace'>,
  { name, schedule: { cron, timeZone }, missedAfterMs }: ScheduledJob,
  at: Date,
): Promise<Date> {
  const key = prefix + name
  const schedule = `${cron} ${timeZone}`
  const held = await settings.get(key)
  const known = sinceOf(held, schedule)
  if (known) return known
  const since = new Date(at.getTime() - missedAfterMs)
  const value = { since: since.toISOString(), schedule }
  if ((await settings.replace({ key, expected: held, value })) === 'replaced') return since
  // Another runner was first.
  return sinceOf(await settings.get(key), schedule) ?? since
}

function sinceOf(value: unknown, schedule: string): Date | null {
  const { since, schedule: known } = (value ?? {}) as {
    readonly since?: unknown
    readonly schedule?: unknown
  }
  const at = typeof since === 'string' ? new Date(since) : null
  return known === schedule && at && !Number.isNaN(at.getTime()) ? at : null
}
