import { type Clock, systemClock } from './clock.ts'
import { InvalidOptionsError, OverloadedError, StorageError } from './errors.ts'
import { nextTurn } from './next-turn.ts'

export interface BatcherOptions<Item, Result> {
  /** Does a batch, and answers one result for each item, in order. */
  readonly send: (items: readonly Item[]) => Promise<readonly Result[]>
  /** The most items of one batch. @default 1000 */
  readonly maxBatch?: number
  /** The most items that may wait. @default 100_000 */
  readonly maxQueue?: number
  /** How long the first item of a batch that is not full waits for company. 0 sets no timer. @default 0 */
  readonly delayMs?: number
  /** Measures `delayMs`. @default the machine's */
  readonly clock?: Clock
}

export interface Batcher<Item, Result> {
  /**
   * The item's own result, once its batch has returned.
   *
   * @throws OverloadedError at once when too many wait already.
   * @throws what `send` threw, for the items of that batch alone.
   */
  add(item: Item): Promise<Result>
  /** Results in order. Adds all of the items, or, when not all of them may wait, none. */
  addMany(items: readonly Item[]): Promise<Result[]>
  /** Resolves when every item has its result. */
  idle(): Promise<void>
  /** How many items wait for a batch. */
  readonly size: number
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly sinceMs: number
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers calls that are made at the same time into batches, on one lane: while a batch is on its way the next one
 * gathers, and it leaves at the turn of the event loop after the answer. Alone, a call waits for one such turn; under
 * load batches grow by themselves, without a timer to tune.
 *
 * @example
 * const names = createBatcher({ send: (ids: readonly string[]) => readNames(ids) })
 * const [one, two] = await Promise.all([names.add('a'), names.add('b')]) // one readNames(['a', 'b'])
 */
export function createBatcher<Item, Result>({
  send,
  maxBatch = 1000,
  maxQueue = 100_000,
  delayMs = 0,
  clock = systemClock,
}: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  checkCount('maxBatch', maxBatch, 1000)
  checkCount('maxQueue', maxQueue, 100_000)
  if (!Number.isFinite(delayMs) || delayMs < 0) {
    throw new InvalidOptionsError('delayMs must be milliseconds, 0 for no delay: { delayMs: 0 }')
  }
  let waiting: Waiting<Item, Result>[] = []
  let running: Promise<void> | null = null
  let isFull = new AbortController()

  async function run(): Promise<void> {
    do {
      await nextTurn()
      if (delayMs > 0) await company()
      const batch = waiting.slice(0, maxBatch)
      waiting = waiting.slice(maxBatch)
      await answer(batch)
    } while (waiting.length > 0)
    running = null
  }

  async function company(): Promise<void> {
    isFull = new AbortController()
    if (waiting.length >= maxBatch) return
    const waitedMs = clock.now().getTime() - waiting[0]!.sinceMs
    if (waitedMs >= delayMs) return
    await clock.sleep(delayMs - Math.max(0, waitedMs), isFull.signal).catch(() => {})
  }

  async function answer(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await send(batch.map(({ item }) => item))
      if (results.length !== batch.length) {
        throw new StorageError(`A batch of ${batch.length} was answered with ${results.length} results`)
      }
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function addAll(items: readonly Item[]): Promise<Result>[] {
    if (waiting.length + items.length > maxQueue) {
      throw new OverloadedError(
        `${waiting.length} calls wait already, and at most ${maxQueue} may: try again`,
      )
    }
    const sinceMs = delayMs > 0 ? clock.now().getTime() : 0
    const results = items.map(
      (item) => new Promise<Result>((resolve, reject) => waiting.push({ item, sinceMs, resolve, reject })),
    )
    if (waiting.length >= maxBatch) isFull.abort()
    if (waiting.length > 0) running ??= run()
    return results
  }

  return {
    add: async (item) => addAll([item])[0]!,
    addMany: async (items) => Promise.all(addAll(items)),
    async idle() {
      await running
    },
    get size() {
      return waiting.length
    },
  }
}

function checkCount(option: string, count: number, example: number): void {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidOptionsError(
      `${option} must be a whole number of at least 1, not ${count}: { ${option}: ${example} }`,
    )
  }
}
