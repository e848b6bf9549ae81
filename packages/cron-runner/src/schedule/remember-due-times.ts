/** Where the due times around an instant are found. */
export interface DueTimes {
  nextAfter(after: Date): Date | null
  previousAtOrBefore(at: Date): Date | null
}

/**
 * The same due times, found once for each stretch between two of them: a runner asks about one stretch again and again,
 * and finding them is most of what it does while it is idle.
 */
export function rememberDueTimes(due: DueTimes): DueTimes {
  /** Nothing is due from `fromMs` on, before `next`. */
  let ahead: { readonly fromMs: number; readonly next: Date | null } | null = null
  /** Nothing is due after `slot`, up to `untilMs`. */
  let behind: { readonly slot: Date; readonly untilMs: number } | null = null

  const isAhead = (ms: number) =>
    ahead !== null && ms >= ahead.fromMs && (ahead.next === null || ms < ahead.next.getTime())
  const isBehind = (ms: number) =>
    behind !== null &&
    ms >= behind.slot.getTime() &&
    (ms <= behind.untilMs || (isAhead(ms) && behind.untilMs >= ahead!.fromMs))

  return {
    nextAfter(after) {
      const ms = after.getTime()
      if (!isAhead(ms)) ahead = { fromMs: ms, next: due.nextAfter(after) }
      return ahead!.next && new Date(ahead!.next)
    },
    previousAtOrBefore(at) {
      const ms = at.getTime()
      if (isBehind(ms)) return new Date(behind!.slot)
      const slot = ms === ahead?.next?.getTime() ? ahead.next : due.previousAtOrBefore(at)
      if (slot) behind = { slot, untilMs: ms }
      return slot && new Date(slot)
    },
  }
}
