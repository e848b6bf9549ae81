import { type Clock, StorageError } from '@setvote/sdk'

/** The answer of the queue's store; a `StorageError` when it fails, or takes too long. */
export async function answerWithin<Answer>(
  { clock, answerWithinMs }: { readonly clock: Clock; readonly answerWithinMs: number },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const answered = new AbortController()
  const late = clock.sleep(answerWithinMs, answered.signal).then(
    () => {
      throw new StorageError(`The queue did not answer within ${answerWithinMs} ms`)
    },
    () => {
      throw new StorageError('The queue was not asked any more')
    },
  )
  late.catch(() => {})
  try {
    return await Promise.race([ask(), late])
  } catch (error) {
    throw error instanceof StorageError ? error : toStorageError(error)
  } finally {
    answered.abort()
  }
}

/** Drivers hang the command, and with it the password, on their errors: only what they say is kept. */
function toStorageError(error: unknown): StorageError {
  const { name = 'Error', message = String(error) } = error instanceof Error ? error : {}
  return new StorageError(`The queue failed: ${message}`, { cause: new Error(`${name}: ${message}`) })
}
