import type { Clock } from '../core/clock.ts'
import { guardTimer } from '../core/guard-timer.ts'
import type { Deliver, Delivered } from './delivered.ts'
import type { Exchange } from './exchange.ts'
import { aborted, tooLate } from './failures.ts'

/** A call under way that others may join, as far as it goes. */
interface Flight {
  readonly result: Promise<Delivered>
  readonly exchange: Exchange
  readonly controller: AbortController
  passengers: number
}

export interface CoalescedParts {
  readonly keyOf: (exchange: Exchange) => string | null
  readonly clock: Clock
}

/** How a caller takes part: its own signal and deadline, whoever else takes part. */
export type Coalesce = (exchange: Exchange, signal: AbortSignal | undefined) => Promise<Delivered>

/**
 * Callers who ask for the same thing at the same time share one call, cached or not. Each leaves when its own signal
 * or deadline says so; the call itself is aborted when the last one has left.
 */
export function coalesced(next: Deliver, { keyOf, clock }: CoalescedParts): Coalesce {
  const flights = new Map<string, Flight>()

  function start(exchange: Exchange, key: string | null): Flight {
    const controller = new AbortController()
    const own: Exchange = { ...exchange, signal: controller.signal }
    const flight: Flight = { result: next(own), exchange: own, controller, passengers: 0 }
    if (key === null) return flight
    flights.set(key, flight)
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    flight.result.then(land, land)
    return flight
  }

  function leave(flight: Flight) {
    flight.passengers--
    if (flight.passengers > 0) return
    for (const [key, other] of flights) if (other === flight) flights.delete(key)
    flight.controller.abort(new DOMException('every caller has left', 'AbortError'))
  }

  function join(flight: Flight, exchange: Exchange, signal: AbortSignal | undefined): Promise<Delivered> {
    flight.passengers++
    // Who cannot leave early needs no seat by the door.
    if (!signal && !Number.isFinite(exchange.deadlineAt)) return flight.result
    return new Promise((resolve, reject) => {
      const getOff = () => {
        signal?.removeEventListener('abort', onAbort)
        callOff()
      }
      const jump = (reason: unknown) => {
        getOff()
        reject(reason)
        leave(flight)
      }
      const sent = () => ({ ...exchange, attempts: flight.exchange.attempts })
      const onAbort = () => jump(aborted({ ...sent(), signal: signal! }))
      const callOff = Number.isFinite(exchange.deadlineAt)
        ? guardTimer(exchange.deadlineAt - clock.now().getTime(), () =>
            jump(tooLate(sent(), 'the answer', null)),
          )
        : () => {}
      signal?.addEventListener('abort', onAbort, { once: true })
      flight.result.then(resolve, reject).finally(getOff)
    })
  }

  return async (exchange, signal) => {
    if (signal?.aborted) throw aborted({ ...exchange, signal })
    const key = keyOf(exchange)
    const current = key === null ? undefined : flights.get(key)
    const flight = current && carries(current.exchange, exchange) ? current : start(exchange, key)
    return join(flight, exchange, signal)
  }
}

/** Nobody is carried by a call that is less patient, less urgent or less curious than its own would be. */
function carries(flight: Exchange, passenger: Exchange): boolean {
  return (
    flight.deadlineAt >= passenger.deadlineAt &&
    flight.timeoutMs === passenger.timeoutMs &&
    (flight.lane === 'interactive' || passenger.lane === 'background') &&
    (flight.call.cache === 'reload' || passenger.call.cache !== 'reload') &&
    (flight.call.valueFor === undefined) === (passenger.call.valueFor === undefined)
  )
}
