import { AbortedError } from '../core/errors.ts'
import {
  AuthenticationError,
  CircuitOpenError,
  EndpointUnavailableError,
  RateLimitError,
  ReauthorizationRequiredError,
  type UpstreamError,
  type UpstreamErrorFacts,
  UpstreamFailedError,
  UpstreamNotFoundError,
  UpstreamRejectedError,
  UpstreamTimeoutError,
} from './errors.ts'
import type { Answer, Exchange, Outcome } from './exchange.ts'

export type RateLimitScope = RateLimitError['scope']

const requestIdHeaders = ['x-request-id', 'x-amzn-requestid', 'x-spotify-request-id', 'request-id', 'cf-ray']

/** The id under which the service knows the request, where it tells one. */
export function requestIdOf(answer: Answer | null): string | null {
  if (!answer) return null
  for (const name of requestIdHeaders) {
    const id = answer.headers.get(name)
    if (id) return id.slice(0, 100)
  }
  return null
}

export function factsOf(exchange: Exchange, answer: Answer | null = null): UpstreamErrorFacts {
  return {
    service: exchange.service,
    endpoint: exchange.endpoint,
    status: answer?.status ?? null,
    requestId: requestIdOf(answer),
    attempts: exchange.attempts,
  }
}

const named = (exchange: Exchange): string => `${exchange.service}: ${exchange.endpoint}`

export function aborted(exchange: Exchange): AbortedError {
  return new AbortedError(`${named(exchange)} was aborted by its caller`, { cause: exchange.signal.reason })
}

/** The deadline is over, or what would have to be waited for ends after it. */
export function tooLate(
  exchange: Exchange,
  waitingFor: string,
  retryAt: Date | null,
  cause?: unknown,
): UpstreamError {
  return new UpstreamTimeoutError(`${named(exchange)}: the deadline comes before ${waitingFor}`, {
    ...factsOf(exchange),
    retryAt,
    ...(cause === undefined ? {} : { cause }),
  })
}

const limits: Readonly<Record<RateLimitScope, string>> = {
  second: 'the pace that the limits allow leaves no slot within the waiting budget',
  day: 'the budget of the day is used up',
  cooldown: 'the service asked for a pause that is longer than the waiting budget',
}

export function overLimit(
  exchange: Exchange,
  scope: RateLimitScope,
  retryAt: Date,
  outcome: Outcome | null = null,
): RateLimitError {
  return new RateLimitError(`${named(exchange)}: ${limits[scope]}; again at ${retryAt.toISOString()}`, {
    ...factsOf(exchange, outcome?.answer),
    scope,
    retryAt,
  })
}

export function circuitOpen(exchange: Exchange, retryAt: Date | null, cause: unknown): CircuitOpenError {
  return new CircuitOpenError(
    `${named(exchange)}: the service keeps failing, calls are held back for a while`,
    {
      ...factsOf(exchange),
      retryAt,
      ...(cause ? { cause } : {}),
    },
  )
}

export function unavailable(exchange: Exchange, outcome: Outcome | null, said: string | null): UpstreamError {
  return new EndpointUnavailableError(sentence(exchange, 'is not available to this app', outcome, said), {
    ...factsOf(exchange, outcome?.answer),
  })
}

/** The error of an attempt that did not come to an answer we wanted. `said` is the service's own sentence. */
export function failureOf(exchange: Exchange, outcome: Outcome, said: string | null): UpstreamError {
  const facts = {
    ...factsOf(exchange, outcome.answer),
    retryAt: outcome.retryAt,
    ...(outcome.cause ? { cause: outcome.cause } : {}),
  }
  const { verdict } = outcome
  switch (verdict.kind) {
    case 'not-found':
      return new UpstreamNotFoundError(sentence(exchange, 'found nothing', outcome, said), facts)
    case 'unauthenticated':
      return new AuthenticationError(sentence(exchange, 'refused the credentials', outcome, said), facts)
    case 'reauthorization-required':
      return new ReauthorizationRequiredError(
        sentence(exchange, 'wants the fan to consent anew', outcome, said),
        facts,
      )
    case 'unavailable':
      return unavailable(exchange, outcome, said)
    case 'rate-limited':
      return new RateLimitError(sentence(exchange, 'is asked too fast', outcome, said), {
        ...facts,
        scope: verdict.retryAfterMs === null ? 'second' : 'cooldown',
      })
    case 'day-exhausted':
      return new RateLimitError(sentence(exchange, 'allows no more calls today', outcome, said), {
        ...facts,
        scope: 'day',
      })
    case 'failed':
      return new UpstreamFailedError(
        sentence(exchange, outcome.answer ? 'failed' : 'could not be reached', outcome, said),
        facts,
      )
    case 'timed-out':
      return new UpstreamTimeoutError(
        `${named(exchange)} did not answer within ${exchange.timeoutMs} ms`,
        facts,
      )
    case 'rejected':
    case 'ok':
      return new UpstreamRejectedError(sentence(exchange, 'refused the request', outcome, said), facts)
  }
}

function sentence(exchange: Exchange, what: string, outcome: Outcome | null, said: string | null): string {
  const status = outcome?.answer ? ` (${outcome.answer.status})` : ''
  return `${named(exchange)} ${what}${status}${said ? `: ${said}` : ''}`
}
