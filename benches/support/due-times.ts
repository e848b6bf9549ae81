import type { Job } from '@setvote/sdk/jobs'

/**
 * When a schedule is due, found by looking at each minute: for the fields that the schedules of setvote are made of, in
 * UTC, and for one time a day in Berlin in 2026.
 */
export function dueTimes({ cron, timeZone = 'UTC' }: Job['schedule'], from: Date, to: Date): number[] {
  const [minute, hour, day, month, weekday] = cron.split(' ').map(matcher)
  const due: number[] = []
  for (let at = from.getTime(); at < to.getTime(); at += 60_000) {
    const time = new Date(timeZone === 'UTC' ? at : at + berlinOffsetMs(at))
    const isDue =
      minute!(time.getUTCMinutes()) &&
      hour!(time.getUTCHours()) &&
      day!(time.getUTCDate()) &&
      month!(time.getUTCMonth() + 1) &&
      weekday!(time.getUTCDay())
    // The second 02:30 of the day on which there are two.
    if (isDue && !(timeZone !== 'UTC' && at === autumnAt + 1_800_000)) due.push(at)
  }
  if (timeZone !== 'UTC') due.push(springAt)
  return due.sort((a, b) => a - b)
}

const springAt = Date.parse('2026-03-29T01:00:00Z')
const autumnAt = Date.parse('2026-10-25T01:00:00Z')
const berlinOffsetMs = (at: number): number => (at >= springAt && at < autumnAt ? 7_200_000 : 3_600_000)

function matcher(field: string): (value: number) => boolean {
  if (field === '*') return () => true
  const step = /^\*\/(\d+)$/.exec(field)
  if (step) return (value) => value % Number(step[1]) === 0
  const named = field.split(',').map(Number)
  if (named.some(Number.isNaN)) throw new Error(`due-times cannot read '${field}'`)
  return (value) => named.includes(value)
}
