import type { Redis } from 'ioredis'
import { systemClock } from '../core/clock.ts'
import { StorageError } from '../core/errors.ts'
import { guardTimer } from '../core/guard-timer.ts'
import type { Logger } from '../core/logger.ts'

/** Answers of Redis, or a quick no: a Redis that is away costs its callers nothing but the answer. */
export interface RedisLink {
  /**
   * Rejects with a `StorageError` at once while Redis is away, and after the timeout when it does not answer.
   * What was sent may then still have happened.
   */
  ask<Answer>(question: (redis: Redis) => Promise<Answer>): Promise<Answer>
  readonly isUp: boolean
  /** `listener` is called each time that Redis is there again after it was away. Returns how to stop. */
  onBack(listener: () => void): () => void
  close(): void
}

export interface RedisLinkParts {
  readonly redis: Redis
  readonly timeoutMs: number
  readonly logger: Logger
  /** Makes an error showable. */
  readonly toSafe: (error: unknown) => Error
}

type State = 'starting' | 'up' | 'away' | 'mute' | 'closed'

/** So many answers in a row that do not come, and nobody waits for the next one. */
const mutedAfter = 3
const knockMs = 250

export function createRedisLink({ redis, timeoutMs, logger, toSafe }: RedisLinkParts): RedisLink {
  let state: State = redis.status === 'ready' ? 'up' : 'starting'
  let missed = 0
  let told = false
  const listeners = new Set<() => void>()
  const waiting = new Set<() => void>()
  const closing = new AbortController()

  function wake() {
    for (const go of [...waiting]) go()
    waiting.clear()
  }

  function leave(next: 'away' | 'mute', error: unknown) {
    if (state === 'closed') return
    state = next
    if (!told) logger.warn('Redis cannot be asked: going on without it', { error: toSafe(error) })
    told = true
    wake()
  }

  function comeBack() {
    if (state === 'closed' || state === 'up') return
    state = 'up'
    missed = 0
    wake()
    if (!told) return
    told = false
    logger.info('Redis answers again')
    for (const listener of [...listeners]) listener()
  }

  const onReady = () => comeBack()
  const onClose = () => leave('away', new Error('the connection was lost'))
  const onError = (error: unknown) => leave('away', error)
  redis.on('ready', onReady)
  redis.on('close', onClose)
  redis.on('error', onError)
  // A client that was given may long have failed, without another event to come.
  if (['close', 'reconnecting', 'end'].includes(redis.status)) onClose()
  if (redis.status === 'wait') redis.connect().catch(() => {})

  /** A connection that is open and says nothing is asked now and then whether it is well again. */
  async function knock(): Promise<void> {
    while (state === 'mute') {
      try {
        await systemClock.sleep(knockMs, closing.signal)
        await within(redis.ping())
        if (state === 'mute') comeBack()
      } catch {
        // The next knock may be heard.
      }
      if (closing.signal.aborted) return
    }
  }

  function within<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const callOff = guardTimer(timeoutMs, () =>
        reject(new SilenceError(`Redis did not answer within ${timeoutMs} ms`)),
      )
      answer.then(resolve, reject).finally(callOff)
    })
  }

  function started(): Promise<void> {
    return new Promise((resolve) => {
      const callOff = guardTimer(timeoutMs, () => {
        if (state === 'starting') leave('away', new Error(`no connection within ${timeoutMs} ms`))
        resolve()
      })
      waiting.add(() => {
        callOff()
        resolve()
      })
    })
  }

  return {
    async ask(question) {
      if (state === 'starting') await started()
      if (state !== 'up') {
        throw new StorageError(state === 'closed' ? 'Redis has been closed' : 'Redis cannot be asked now')
      }
      try {
        const answer = await within(question(redis))
        missed = 0
        return answer
      } catch (error) {
        if (error instanceof SilenceError) {
          missed++
          if (missed >= mutedAfter && state === 'up') {
            leave('mute', error)
            void knock()
          }
        } else missed = 0
        throw new StorageError('Redis failed', { cause: toSafe(error) })
      }
    },
    get isUp() {
      return state === 'up'
    },
    onBack(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      state = 'closed'
      closing.abort(new Error('closed'))
      wake()
      listeners.clear()
      redis.off('ready', onReady)
      redis.off('close', onClose)
      redis.off('error', onError)
    },
  }
}

class SilenceError extends Error {
  override readonly name = 'SilenceError'
}
