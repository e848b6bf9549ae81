/**
 * Calls `run` after `ms` of real time, unless it is called off first. For guards against what might hang (a
 * request, a store), which hangs in real time whatever the `Clock` says. Waits that we choose to make are
 * `clock.sleep`.
 *
 * @example
 * const callOff = guardTimer(1000, () => controller.abort())
 */
export function guardTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1))
  return () => clearTimeout(timer)
}
