import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, in real time, until something holds. */
export async function eventually(check: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    if (await check()) return
    await sleep(10)
  }
  throw new Error('it did not happen')
}
