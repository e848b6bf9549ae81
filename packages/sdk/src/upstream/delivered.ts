import type { Decode } from './decode.ts'
import type { Answer, Exchange, Send } from './exchange.ts'

/** An answer that is known to be readable. */
export interface Delivered {
  readonly answer: Answer
  readonly fromCache: boolean
  /** Requests sent for it. */
  readonly attempts: number
  /** The value that was made of it: for the first who takes it, since nobody shares a value that can be changed. */
  take(): { readonly value: unknown } | null
}

/** A call whose answer has been read and found to be what was asked for. */
export type Deliver = (exchange: Exchange) => Promise<Delivered>

/** Reads the answer before anybody stores it: what we cannot read must not be cached. */
export function delivered(next: Send, decode: Decode): Deliver {
  return async (exchange) => {
    const answer = await next(exchange)
    return deliveryOf(answer, decode(exchange, answer, 'service'), {
      fromCache: false,
      attempts: exchange.attempts,
    })
  }
}

export function deliveryOf(
  answer: Answer,
  value: unknown,
  facts: { readonly fromCache: boolean; readonly attempts: number },
): Delivered {
  let left: { readonly value: unknown } | null = { value }
  return {
    answer,
    ...facts,
    take() {
      const taken = left
      left = null
      return taken
    },
  }
}
