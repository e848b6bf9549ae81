import type { Storage } from '../storage/storage.ts'

/** The two functions of a test runner that the suite calls: those of vitest, node:test, mocha, jest … */
export interface Harness {
  describe(name: string, body: () => void): void
  it(name: string, body: () => Promise<void>): void
}

/** Gives an empty storage: a new one, or one whose tables have been cleared. The suite closes it. */
export type OpenStorage = () => Promise<Storage>

/** States one promise, and proves it on an empty storage of its own. */
export type Test<Ports = Storage> = (promise: string, proof: (storage: Ports) => Promise<void>) => void

/** Promises that belong together. */
export type Chapter = (test: Test) => void

export function createTest<Ports extends { close(): Promise<void> }>(
  harness: Harness,
  open: () => Promise<Ports>,
): Test<Ports> {
  return (promise, proof) =>
    harness.it(promise, async () => {
      const storage = await open()
      try {
        await proof(storage)
      } finally {
        await storage.close()
      }
    })
}
