import type { JsonValue } from '../core/json.ts'

/** Something to do in the background. */
export interface WorkItem {
  /** Which worker does it. */
  readonly name: string
  /** While an item of this key waits or runs, adding another one does nothing. */
  readonly key: string
  /** JSON, so that a queue may carry it to another process. */
  readonly payload: JsonValue
  /** Higher goes first. @default 0 */
  readonly priority?: number
}

export type Worker = (payload: JsonValue, context: { readonly signal: AbortSignal }) => Promise<void>

/** Where background work waits: in this process by default, or a queue shared by many. */
export interface WorkQueue {
  /** Rejects with an `OverloadedError` when a bounded queue is full. */
  add(item: WorkItem): Promise<void>
  /** Registers who does the items of a name. */
  work(name: string, worker: Worker): void
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
  /** Takes no more, drops what waits, aborts what runs and waits for it to end. */
  close(): Promise<void>
}
