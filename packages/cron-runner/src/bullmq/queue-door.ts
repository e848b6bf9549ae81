import { type Clock, ConflictError, StorageError } from '@setvote/sdk'
import type { Backend, Carried, Opened } from './open-backend.ts'

/** The way to one queue of BullMQ. Every question goes through here. */
export interface QueueDoor {
  /** The answer; a `StorageError` when the store is away or takes too long. */
  ask<Answer>(question: (queue: Carried) => Promise<Answer>): Promise<Answer>
  /** Resolves when the store has answered for the first time, however long that takes. */
  opened(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

interface DoorOptions {
  readonly name: string
  readonly backend: Backend
  readonly clock: Clock
  readonly answerWithinMs: number
  readonly onError: (error: Error) => void
}

const tryAgainMs = 1000
/** How long a store that is away is waited for at the end. */
const partingMs = 1000

export function createQueueDoor({ name, backend, clock, answerWithinMs, onError }: DoorOptions): QueueDoor {
  let queue: Opened<Carried> | null = null
  let ready = false
  let closed = false

  function open(): Opened<Carried> {
    if (closed) throw new ConflictError('This queue is closed')
    const opened = backend.queue(name)
    opened.it.on('error', onError)
    return opened
  }

  async function leave({ it, abandon }: Opened<Carried>): Promise<void> {
    const left = it.close().catch(() => {})
    await within({ clock, answerWithinMs: partingMs }, left).catch(() => {})
    abandon()
  }

  async function untilReady(): Promise<Carried> {
    queue ??= open()
    const trying = queue
    try {
      await within({ clock, answerWithinMs }, trying.it.waitUntilReady())
      ready = true
      return trying.it
    } catch (error) {
      // One that could not begin does not begin later.
      if (!(error instanceof StorageError) && queue === trying) {
        queue = null
        void leave(trying)
      }
      throw error
    }
  }

  const door: QueueDoor = {
    async ask(question) {
      if (closed) throw new ConflictError('This queue is closed')
      try {
        return await question(ready ? queue!.it : await untilReady())
      } catch (error) {
        throw toStorageError(error)
      }
    },
    async opened(signal) {
      while (!ready) {
        signal.throwIfAborted()
        try {
          await door.ask((queue) => queue.waitUntilReady())
        } catch (error) {
          onError(error as Error)
          await clock.sleep(tryAgainMs, signal)
        }
      }
    },
    async close() {
      closed = true
      if (queue) await leave(queue)
    },
  }
  return door
}

async function within<Answer>(
  { clock, answerWithinMs }: Pick<DoorOptions, 'clock' | 'answerWithinMs'>,
  answer: Promise<Answer>,
): Promise<Answer> {
  const answered = new AbortController()
  const late = clock.sleep(answerWithinMs, answered.signal).then(() => {
    throw new StorageError(`The queue did not answer within ${answerWithinMs} ms`)
  })
  late.catch(() => {})
  answer.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    answered.abort()
  }
}

/** Drivers hang the command, and with it the password, on their errors: only what they say is kept. */
function toStorageError(error: unknown): unknown {
  if (error instanceof StorageError || error instanceof ConflictError) return error
  const { name = 'Error', message = String(error) } = error instanceof Error ? error : {}
  return new StorageError(`The queue failed: ${message}`, { cause: new Error(`${name}: ${message}`) })
}
