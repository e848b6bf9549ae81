/**
 * Measures how long something takes in real time, in milliseconds and fractions: for latencies, not for decisions.
 *
 * @example
 * const elapsedMs = stopwatch()
 * await work()
 * elapsedMs() // 20.4
 */
export function stopwatch(): () => number {
  const startedAt = performance.now()
  return () => performance.now() - startedAt
}
