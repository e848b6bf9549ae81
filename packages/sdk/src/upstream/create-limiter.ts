import Bottleneck from 'bottleneck'
import { type Clock, systemClock } from '../core/clock.ts'
import { seconds } from '../core/duration.ts'
import { guardTimer } from '../core/guard-timer.ts'
import type { Lane } from './call.ts'
import type { RateLimitError } from './errors.ts'
import type { EndGate, Limiter, Slot, SlotRequest, StartGate } from './limiter.ts'
import { createSlidingWindow, networkSlackMs } from './sliding-window.ts'

export interface LimiterOptions {
  /** Starts in any one second; may be below one (0.5 is one start in two seconds). Null for no pace. */
  readonly perSecond: number | null
  /** Requests on their way at once. @default 10 */
  readonly concurrent?: number | undefined
  /** @default none */
  readonly gate?: StartGate | undefined
  /** @default none */
  readonly ended?: EndGate | undefined
  readonly clock?: Clock | undefined
}

/** Of bottleneck's ten priorities; the one that was served and had to stand back is first among its like. */
const priorities: Readonly<Record<Lane, number>> = { interactive: 2, background: 6 }
const standBackPriority = 5

interface Waiter {
  readonly lane: Lane
  readonly deadlineAt: number
  /** Aborted when whoever serves this waiter should look up: the caller has left, or somebody goes first. */
  interrupt: AbortController
  settled: boolean
  settle(slot: Slot): void
  fail(reason: unknown): void
}

/**
 * A limiter whose pace is an exact sliding window. A caller takes a free slot directly when nobody waits;
 * otherwise bottleneck keeps the queue, by lane, and serves one waiter at a time.
 *
 * @example
 * const limiter = createLimiter({ perSecond: 5 })
 * const slot = await limiter.acquire({ lane: 'interactive' })
 */
export function createLimiter({
  perSecond,
  concurrent = 10,
  gate,
  ended,
  clock = systemClock,
}: LimiterOptions): Limiter {
  const window = perSecond === null ? null : windowFor(perSecond)
  let queue: Bottleneck | null = null
  let active = 0
  const waiting: Record<Lane, number> = { interactive: 0, background: 0 }
  let served: Waiter | null = null
  let onReleased = () => {}
  let gateOpensAt = 0
  let gateScope: RateLimitError['scope'] = 'second'

  const nowMs = () => clock.now().getTime()
  const startAt = (now: number, ahead = 0) => Math.max(window?.nextStartAt(now, ahead) ?? now, gateOpensAt)
  const refused = (at: number): Slot => ({
    status: 'refused',
    retryAt: new Date(at),
    scope: at === gateOpensAt ? gateScope : 'second',
  })

  /** Takes the slot that is free now, unless the gate says no. */
  async function take(now: number): Promise<Slot> {
    window?.take(now)
    active++
    let passed = false
    try {
      const closed = gate ? await gate(new Date(now)) : null
      passed = closed === null
      if (closed === null) {
        const end = () => {
          release()
          ended?.(new Date(now))
        }
        return { status: 'granted', release: once(end) }
      }
      gateOpensAt = Math.max(gateOpensAt, closed.retryAt.getTime())
      gateScope = closed.scope
      return { status: 'refused', ...closed }
    } finally {
      if (!passed) {
        window?.giveBack(now)
        release()
      }
    }
  }

  function release() {
    active--
    onReleased()
  }

  function enqueue(waiter: Waiter, priority: number) {
    queue ??= new Bottleneck({ maxConcurrent: 1 })
    queue.schedule({ priority }, () => serve(waiter)).catch(waiter.fail)
    if (waiter.lane === 'interactive' && served?.lane === 'background') served.interrupt.abort()
  }

  /** Waits for the next free slot and gives it to the waiter, unless the waiter leaves or has to stand back. */
  async function serve(waiter: Waiter): Promise<void> {
    served = waiter
    while (!waiter.settled) {
      if (waiter.interrupt.signal.aborted) waiter.interrupt = new AbortController()
      if (waiter.lane === 'background' && waiting.interactive > 0) {
        served = null
        return enqueue(waiter, standBackPriority)
      }
      const now = nowMs()
      const at = startAt(now)
      if (at > waiter.deadlineAt) waiter.settle(refused(at))
      else if (active >= concurrent) await released(waiter.interrupt.signal)
      else if (at > now) await sleep(at - now, waiter.interrupt.signal)
      else {
        const slot = await take(now)
        if (slot.status === 'granted' && waiter.settled) abandon(slot, now)
        else if (slot.status === 'granted') waiter.settle(slot)
      }
    }
    served = null
  }

  /** The caller left while the gate was asked: the start did not happen. */
  function abandon(slot: Slot & { status: 'granted' }, startedAt: number) {
    window?.giveBack(startedAt)
    slot.release()
  }

  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await clock.sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  function released(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        onReleased = () => {}
        signal.removeEventListener('abort', done)
        resolve()
      }
      onReleased = done
      signal.addEventListener('abort', done, { once: true })
    })
  }

  function queueUp({ lane, signal }: SlotRequest, deadlineAt: number, now: number): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const callOff = Number.isFinite(deadlineAt)
        ? guardTimer(deadlineAt - now, () => waiter.settle(refused(startAt(nowMs()))))
        : () => {}
      const leave = () => {
        waiter.settled = true
        waiting[lane]--
        callOff()
        signal?.removeEventListener('abort', abort)
        waiter.interrupt.abort()
      }
      const abort = () => waiter.fail(signal?.reason)
      const waiter: Waiter = {
        lane,
        deadlineAt,
        interrupt: new AbortController(),
        settled: false,
        settle(slot) {
          if (waiter.settled) return
          leave()
          resolve(slot)
        },
        fail(reason) {
          if (waiter.settled) return
          leave()
          reject(reason)
        },
      }
      waiting[lane]++
      signal?.addEventListener('abort', abort, { once: true })
      enqueue(waiter, priorities[lane])
    })
  }

  return {
    async acquire(request) {
      const { lane, signal } = request
      if (signal?.aborted) throw signal.reason
      const deadlineAt = request.deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY
      const now = nowMs()
      const everybody = waiting.interactive + waiting.background
      const ahead = lane === 'interactive' ? waiting.interactive : everybody
      const earliest = startAt(now, ahead)
      // A slot that is free now costs no waiting, also when asking took a millisecond and none may be waited.
      if (earliest > Math.max(deadlineAt, now)) return refused(earliest)
      if (everybody === 0 && active < concurrent && earliest <= now) {
        const slot = await take(now)
        if (signal?.aborted) {
          if (slot.status === 'granted') abandon(slot, now)
          throw signal.reason
        }
        if (slot.status === 'granted' || slot.retryAt.getTime() > deadlineAt) return slot
      }
      return queueUp(request, deadlineAt, now)
    },
  }
}

function windowFor(perSecond: number) {
  return perSecond < 1
    ? createSlidingWindow(1, seconds(1) / perSecond + networkSlackMs)
    : createSlidingWindow(Math.floor(perSecond), seconds(1) + networkSlackMs)
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
