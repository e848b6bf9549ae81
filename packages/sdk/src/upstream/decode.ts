import type { z } from 'zod'
import type { Logger } from '../core/logger.ts'
import { findDrift, rootOf } from './drift.ts'
import { UnexpectedResponseError } from './errors.ts'
import type { Answer, Exchange } from './exchange.ts'
import { factsOf } from './failures.ts'
import type { UpstreamHooks } from './hooks.ts'
import type { Meter } from './metrics.ts'
import { notify } from './notify.ts'
import { parseBody } from './parse-body.ts'
import { type Redact, toSafeCause } from './redact.ts'

/** Turns an answer into the value that its call asked for, or throws an `UnexpectedResponseError`. */
export type Decode = (exchange: Exchange, answer: Answer, from: 'service' | 'memory') => unknown

export interface DecodeParts {
  readonly strict: boolean
  readonly meter: Meter
  readonly hooks: UpstreamHooks
  readonly logger: Logger
  readonly redact: Redact
}

const mostIssues = 20

/** Drift is counted where an answer comes in from the service, not again for what the memory repeats. */
export function createDecode({ strict, meter, hooks, logger, redact }: DecodeParts): Decode {
  function unexpected(
    exchange: Exchange,
    answer: Answer,
    what: string,
    issues: readonly string[],
    cause?: unknown,
  ) {
    return new UnexpectedResponseError(
      `${exchange.service}: ${exchange.endpoint} answered ${answer.status} with ${what}`,
      {
        ...factsOf(exchange, answer),
        issues,
        ...(cause === undefined ? {} : { cause: toSafeCause(cause, redact) }),
      },
    )
  }

  function reportDrift(exchange: Exchange, body: unknown): readonly string[] {
    const { schema, template } = exchange.call
    const places = findDrift(schema, body, rootOf(template), { all: strict })
    for (const place of places) {
      meter.drifted(place)
      notify(hooks.onDrift, { service: exchange.service, endpoint: exchange.endpoint, place }, logger)
    }
    return places
  }

  return (exchange, answer, from) => {
    const { call } = exchange
    const { kind, body } = parseBody(answer)
    let result: z.ZodSafeParseResult<unknown>
    let drift: readonly string[] = []
    try {
      const special = call.valueFor?.(answer.status, body)
      if (special !== undefined) return special
      if (kind === 'text')
        throw unexpected(exchange, answer, `something that is not JSON${lookOf(answer)}`, [])
      result = call.schema.safeParse(body)
      if (result.success && kind === 'json' && from === 'service') drift = reportDrift(exchange, body)
    } catch (error) {
      if (error instanceof UnexpectedResponseError) throw error
      throw unexpected(exchange, answer, 'something that our schema stumbles over', [], error)
    }
    if (!result.success) {
      const what = kind === 'empty' ? 'an empty body' : 'JSON of another shape than expected'
      throw unexpected(exchange, answer, what, issuesOf(result.error))
    }
    if (strict && drift.length > 0) {
      const issues = drift.map((place) => `${place}: unknown`)
      throw unexpected(exchange, answer, 'fields or values that our schema does not know', issues)
    }
    return result.data
  }
}

function lookOf(answer: Answer): string {
  const type = answer.headers.get('content-type')?.match(/^[\w.+-]{1,40}\/[\w.+-]{1,60}/)?.[0]
  return ` (${type ?? 'of no type'}, ${answer.text.length} characters)`
}

/** Where, and what was expected there; never what was found. */
function issuesOf(error: z.core.$ZodError): readonly string[] {
  return error.issues.slice(0, mostIssues).map((issue) => {
    const place = issue.path.map((step) => String(step).slice(0, 60)).join('.') || '(root)'
    return `${place}: ${wordsOf(issue)}`
  })
}

/** The message of a custom issue is our schema's own; the others could quote what was found. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`
  return issue.code === 'custom' ? issue.message : issue.code
}
