import { jitterOf } from './jitter-of.ts'
import type { Schedule } from './schedule.ts'

export interface Due {
  readonly name: string
  readonly schedule: Schedule
  readonly jitterMs: number
}

/** When a slot is begun: its due time and its jitter. */
export const dueAtOf = ({ name, jitterMs }: Due, slotAt: Date): Date =>
  new Date(slotAt.getTime() + jitterOf({ job: name, slotAt, jitterMs }))

/** When the first slot after `after` is begun. */
export function firstDueAfter(due: Due, after: Date): Date | null {
  const slotAt = due.schedule.nextAfter(after)
  return slotAt && dueAtOf(due, slotAt)
}

/** When the next slot is begun that is not begun yet at `at`. */
export function nextDueAt(due: Due, at: Date): Date | null {
  let slotAt = due.schedule.nextAfter(new Date(at.getTime() - due.jitterMs))
  while (slotAt && dueAtOf(due, slotAt) <= at) slotAt = due.schedule.nextAfter(slotAt)
  return slotAt && dueAtOf(due, slotAt)
}

/** The latest slot that is to have begun at `at`. */
export function lastDueSlot(due: Due, at: Date): Date | null {
  let slotAt = due.schedule.previousAtOrBefore(at)
  while (slotAt && dueAtOf(due, slotAt) > at) {
    slotAt = due.schedule.previousAtOrBefore(new Date(slotAt.getTime() - 1))
  }
  return slotAt
}
