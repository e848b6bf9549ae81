import type { QuotaWindow } from './quota-store.ts'

/** One spend of a sliding window, for adapters to keep: its instant in epoch milliseconds, and how many calls. */
export type SlidingSpend = readonly [at: number, cost: number]

export interface SlidingCount {
  /** The spends that still count, oldest first. */
  readonly running: readonly SlidingSpend[]
  readonly spent: number
  /** When `cost` more calls would fit, were nothing else spent; `periodMs` from now for more than ever fit. */
  readonly retryAt: Date
}

/**
 * What a sliding window holds at an instant. Spends ahead of that instant count as well.
 *
 * @example
 * const { spent, retryAt } = countSliding(kept, { window, cost: 1, at })
 * if (spent + 1 > window.limit) return { status: 'exhausted', window: window.name, retryAt }
 */
export function countSliding(
  kept: readonly SlidingSpend[],
  { window, cost, at }: { readonly window: QuotaWindow; readonly cost: number; readonly at: Date },
): SlidingCount {
  const now = at.getTime()
  const running = kept
    .filter(([spentAt]) => spentAt + window.periodMs > now)
    .toSorted(([one], [other]) => one - other)
  const spent = running.reduce((sum, [, each]) => sum + each, 0)
  return { running, spent, retryAt: new Date(Math.ceil(freeAt(running, spent))) }

  function freeAt(spends: readonly SlidingSpend[], held: number): number {
    if (cost > window.limit) return now + window.periodMs
    let left = held
    for (const [spentAt, each] of spends) {
      if (left + cost <= window.limit) break
      left -= each
      if (left + cost <= window.limit) return spentAt + window.periodMs
    }
    return now
  }
}

/** The spends after one call of `from` was moved; the same ones when there is none. */
export function moveSpend(kept: readonly SlidingSpend[], from: Date, to: Date): readonly SlidingSpend[] {
  const found = kept.find(([spentAt]) => spentAt === from.getTime())
  if (!found) return kept
  const others = kept.filter((spend) => spend !== found)
  const [spentAt, cost] = found
  return addSpend(cost > 1 ? [...others, [spentAt, cost - 1]] : others, to, 1)
}

/** The spends to keep after one more; those of one instant are one. */
export function addSpend(running: readonly SlidingSpend[], at: Date, cost: number): SlidingSpend[] {
  const now = at.getTime()
  const same = running.find(([spentAt]) => spentAt === now)
  const others = running.filter((spend) => spend !== same)
  return [...others, [now, (same?.[1] ?? 0) + cost]]
}
