import ky, { isTimeoutError } from 'ky'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/logger.ts'
import { stopwatch } from '../core/stopwatch.ts'
import { withSpan } from '../core/telemetry.ts'
import { classifyByStatus } from './classify.ts'
import type { AnswerFacts, UpstreamDefinition, Verdict } from './definition.ts'
import type { UpstreamService } from './errors.ts'
import type { Answer, Attempt, Exchange, Outcome } from './exchange.ts'
import { aborted, tooLate } from './failures.ts'
import type { UpstreamHooks } from './hooks.ts'
import type { Meter } from './metrics.ts'
import { notify } from './notify.ts'
import { parseBody } from './parse-body.ts'
import { type Redact, toSafeCause } from './redact.ts'
import { systemFetch } from './system-fetch.ts'

export interface FetchedParts {
  readonly fetch: typeof fetch | undefined
  readonly classify: NonNullable<UpstreamDefinition['classify']>
  readonly service: UpstreamService
  readonly clock: Clock
  readonly meter: Meter
  readonly hooks: UpstreamHooks
  readonly logger: Logger
  readonly redact: Redact
}

/** An error page longer than this says nothing that a shorter one would not: it is not read. */
const longestFailureBytes = 262_144

/** The innermost layer: one request, one answer, one verdict, one span. */
export function fetched({ fetch, classify, clock, meter, hooks, logger, redact }: FetchedParts): Attempt {
  const http = ky.create({
    retry: 0,
    throwHttpErrors: false,
    fetch: fetch ?? systemFetch,
  })

  async function request(exchange: Exchange, timeoutMs: number): Promise<Answer> {
    const { call, method, signal, prepared } = exchange
    const pending = http(prepared!.url, {
      method,
      headers: prepared!.headers,
      signal,
      timeout: timeoutMs,
      // ky's `timeout` begins anew with the body; this one bounds both together.
      totalTimeout: timeoutMs,
      // Followed blindly, a redirection would carry the key of the request to wherever it points.
      redirect: 'manual',
      ...(call.form ? { body: new URLSearchParams(call.form) } : {}),
    })
    const response = await pending
    const { status, headers } = response
    if (!response.ok && Number(headers.get('content-length')) > longestFailureBytes) {
      response.body?.cancel().catch(() => {})
      return { status, headers, text: '' }
    }
    return { status, headers, text: await pending.text() }
  }

  function judge(exchange: Exchange, answer: Answer): Verdict {
    const { call, method } = exchange
    const facts: AnswerFacts = {
      status: answer.status,
      headers: answer.headers,
      get body() {
        return parseBody(answer).body
      },
      at: clock.now(),
      method,
      path: call.path,
      template: call.template,
    }
    try {
      const verdict = classify(facts)
      if (verdict.kind === 'ok' || call.valueFor?.(answer.status, facts.body) === undefined) return verdict
      return { kind: 'ok' }
    } catch (error) {
      logger.warn('an answer could not be classified', {
        endpoint: exchange.endpoint,
        error: toSafeCause(error, redact),
      })
      return classifyByStatus(facts)
    }
  }

  async function attempt(exchange: Exchange): Promise<Outcome> {
    const elapsedMs = stopwatch()
    const leftMs = exchange.deadlineAt - clock.now().getTime()
    if (leftMs <= 0) throw tooLate(exchange, 'the request could start', null)
    exchange.attempts++
    const facts = { service: exchange.service, endpoint: exchange.endpoint, attempt: exchange.attempts }
    meter.requested(exchange.endpoint)
    notify(hooks.beforeRequest, facts, logger)
    const authorization = exchange.prepared?.authorization
    try {
      const answer = await request(exchange, Math.max(1, Math.min(exchange.timeoutMs, leftMs)))
      const durationMs = elapsedMs()
      meter.answered(durationMs)
      notify(hooks.afterResponse, { ...facts, status: answer.status, durationMs }, logger)
      logger.debug('upstream answered', { ...facts, status: answer.status, durationMs })
      return { verdict: judge(exchange, answer), answer, authorization, retryAt: null }
    } catch (error) {
      if (exchange.signal.aborted) throw aborted(exchange)
      const cause = toSafeCause(error, redact)
      const timedOut = isTimeoutError(error)
      if (timedOut && leftMs <= exchange.timeoutMs) throw tooLate(exchange, 'the answer', null, cause)
      return {
        verdict: { kind: timedOut ? 'timed-out' : 'failed' },
        answer: null,
        authorization,
        retryAt: null,
        cause,
      }
    }
  }

  return (exchange) =>
    withSpan(
      exchange.endpoint,
      {
        'setvote.service': exchange.service,
        'http.request.method': exchange.method,
        'url.template': exchange.call.template,
        'http.request.resend_count': exchange.attempts,
      },
      async (annotate) => {
        const outcome = await attempt(exchange)
        if (outcome.answer) annotate({ 'http.response.status_code': outcome.answer.status })
        if (outcome.verdict.kind !== 'ok') annotate({ 'error.type': outcome.verdict.kind })
        return outcome
      },
    )
}
