import { describe, expect, it } from 'vitest'
import { dueAtOf, lastDueSlot, nextDueAt } from '../../src/schedule/due-at.ts'
import { jitterOf } from '../../src/schedule/jitter-of.ts'
import { createSchedule } from '../../src/schedule/schedule.ts'

const hour = 3_600_000
const slots = Array.from({ length: 2000 }, (_, index) => new Date(index * hour))

describe('jitter', () => {
  it('is the same for a slot, and spread evenly over slots and jobs', () => {
    for (const job of ['cleanup', 'finish-sync']) {
      const spread = slots.map((slotAt) => jitterOf({ job, slotAt, jitterMs: 1000 }))
      expect(spread).toEqual(slots.map((slotAt) => jitterOf({ job, slotAt, jitterMs: 1000 })))
      expect(Math.min(...spread)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...spread)).toBeLessThan(1000)
      const tenths = Map.groupBy(spread, (ms) => Math.floor(ms / 100))
      for (const tenth of tenths.values()) expect(tenth.length).toBeGreaterThan(140)
      expect(tenths.size).toBe(10)
    }
    const [slotAt] = slots
    const jobs = Array.from({ length: 50 }, (_, index) => `job-${index}`)
    expect(
      new Set(jobs.map((job) => jitterOf({ job, slotAt: slotAt!, jitterMs: 100_000 }))).size,
    ).toBeGreaterThan(45)
    expect(jitterOf({ job: 'cleanup', slotAt: slotAt!, jitterMs: 0 })).toBe(0)
  })

  it('moves when a slot begins, not which it is', () => {
    const due = { name: 'cleanup', schedule: createSchedule({ cron: '0 * * * *' }), jitterMs: hour / 2 }
    const slotAt = new Date('2026-11-21T12:00:00Z')
    const dueAt = dueAtOf(due, slotAt)
    expect(lastDueSlot(due, new Date(dueAt.getTime() - 1))).toEqual(new Date('2026-11-21T11:00:00Z'))
    expect(lastDueSlot(due, dueAt)).toEqual(slotAt)
    expect(nextDueAt(due, new Date(dueAt.getTime() - 1))).toEqual(dueAt)
    expect(nextDueAt(due, dueAt)).toEqual(dueAtOf(due, new Date('2026-11-21T13:00:00Z')))
  })
})
