import type { Clock } from '../core/clock.ts'
import { isSetvoteError } from '../core/errors.ts'
import type { UpstreamDefinition } from './definition.ts'
import { AuthenticationError, isUpstreamError } from './errors.ts'
import type { Attempt, Exchange } from './exchange.ts'
import { aborted, factsOf } from './failures.ts'
import { type Redact, toSafeCause } from './redact.ts'
import { toQuery } from './to-url.ts'

export interface AuthorizedParts {
  readonly baseUrl: string
  readonly definition: UpstreamDefinition
  readonly clock: Clock
  readonly redact: Redact
}

/**
 * Builds the request and puts the credential into it. Stands before the pace: a token that has to be fetched first
 * must not make starts bunch up that the pace has spread.
 */
export function authorized(next: Attempt, { baseUrl, definition, clock, redact }: AuthorizedParts): Attempt {
  const { authorize } = definition

  async function prepare(exchange: Exchange): Promise<void> {
    const { call } = exchange
    const query = toQuery(call.query)
    const headers = new Headers({ accept: 'application/json', ...definition.headers, ...call.headers })
    let authorization: Awaited<ReturnType<NonNullable<typeof authorize>>>
    if (authorize) {
      const remainingMs = Number.isFinite(exchange.deadlineAt)
        ? Math.max(0, exchange.deadlineAt - clock.now().getTime())
        : null
      const given = authorize(
        { headers, query },
        { signal: exchange.signal, remainingMs, lane: exchange.lane },
      )
      authorization = given instanceof Promise ? await given : given
    }
    const search = query.toString()
    exchange.prepared = { url: `${baseUrl}${call.path}${search && `?${search}`}`, headers, authorization }
  }

  return async (exchange) => {
    try {
      await prepare(exchange)
    } catch (error) {
      if (exchange.signal.aborted) throw aborted(exchange)
      if (isSetvoteError(error) || isUpstreamError(error)) throw error
      throw new AuthenticationError(`${exchange.service}: ${exchange.endpoint}: no credential could be had`, {
        ...factsOf(exchange),
        cause: toSafeCause(error, redact),
      })
    }
    return next(exchange)
  }
}
