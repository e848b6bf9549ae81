import type { ScheduledJob } from '../config/job-settings.ts'

const looked = 60

/** The shortest time between two of the next slots, in milliseconds; null where there are not two. */
export function gapOf({ schedule }: ScheduledJob, at: Date): number | null {
  let shortest: number | null = null
  let slot = schedule.nextAfter(at)
  for (let count = 0; slot && count < looked; count++) {
    const next = schedule.nextAfter(slot)
    if (!next) break
    const gap = next.getTime() - slot.getTime()
    shortest = Math.min(shortest ?? gap, gap)
    slot = next
  }
  return shortest
}

/** A time for people: `30 min`. */
export function lengthOf(ms: number): string {
  const [size, unit] = units.find(([each]) => Math.abs(ms) >= each && ms % each === 0) ?? [1000, 's']
  return `${Math.round((ms / size) * 10) / 10} ${unit}`
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const
