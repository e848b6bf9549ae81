import { expect } from 'vitest'
import type { DemoJson } from './demo-json.ts'

/** Every call has had one outcome, and the rate is that of the calls. */
export function expectTrueVotes(votes: DemoJson['votes']): asserts votes is NonNullable<DemoJson['votes']> {
  expect(votes).not.toBeNull()
  const { cast, counted, duplicates, limited, others, perSecond, milliseconds } = votes!
  expect(counted + duplicates + limited + others).toBe(cast)
  const seconds = Math.max(milliseconds, 1) / 1000
  // Milliseconds are rounded.
  expect(perSecond).toBeGreaterThanOrEqual(Math.floor(cast / (seconds + 0.001)))
  expect(perSecond).toBeLessThanOrEqual(Math.ceil(cast / Math.max(seconds - 0.001, 0.001)))
}
