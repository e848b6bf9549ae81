import type { JsonValue } from '../core/json.ts'

/** Something to do in the background. */
export interface WorkItem {
  /** Which worker does it. */
  readonly name: string
  /** While an item of this name and key waits or runs, adding another one does nothing. */
  readonly key: string
  /** JSON, so that a queue may carry it to another process. */
  readonly payload: JsonValue
  /** Higher goes first among those of its name; from -1000 to 1000. @default 0 */
  readonly priority?: number | undefined
  /** How often it is begun, each time because the worker rejected, before it is given up. @default 1 */
  readonly attempts?: number | undefined
  /** The pause before the second attempt, in milliseconds; each further one is twice as long. @default 1000 */
  readonly backoffMs?: number | undefined
  /** How long it waits at least before it is begun, in milliseconds. @default 0 */
  readonly delayMs?: number | undefined
}

export interface WorkContext {
  /** Aborted when the queue or its worker stops, and when the item has been given to somebody else. */
  readonly signal: AbortSignal
  /** True when a process began this item and fell silent: it is dead, or may still be at it. */
  readonly redelivered: boolean
}

/** Does one item. Rejecting says that it is to be tried again, as often as the item allows. */
export type Worker = (payload: JsonValue, context: WorkContext) => Promise<void>

export interface QueueCounts {
  readonly waiting: number
  readonly running: number
  /** Waiting for their time: items with a delay, and those between two attempts. */
  readonly delayed: number
}

/** Where background work waits: in this process by default, or a queue shared by many. */
export interface WorkQueue {
  /**
   * Answers whether it was added: false when an item of its name and key waits or runs already. Rejects with an
   * `OverloadedError` when a bounded queue is full.
   */
  add(item: WorkItem): Promise<boolean>
  /**
   * Registers who does the items of a name. Answers how to stop: takes no more of them, aborts what runs, and waits
   * for it to end. Items that are not done stay for others, in a queue that others can reach.
   */
  work(name: string, worker: Worker): () => Promise<void>
  /** How many items there are, by name. */
  counts(): Promise<Readonly<Record<string, QueueCounts>>>
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
  /** Takes no more, aborts what runs and waits for it to end. What waits stays for others, or is dropped. */
  close(): Promise<void>
}
