import type { z } from 'zod'
import type { CacheStore } from '../cache/cache-store.ts'
import { type Cache, createCache } from '../cache/create-cache.ts'
import { type Clock, systemClock } from '../core/clock.ts'
import { seconds } from '../core/duration.ts'
import { InvalidInputError, isSetvoteError } from '../core/errors.ts'
import { type Logger, silentLogger } from '../core/logger.ts'
import { type Random, systemRandom } from '../core/random.ts'
import { stopwatch } from '../core/stopwatch.ts'
import { authorized } from './authorized.ts'
import type { Breaker } from './breaker.ts'
import { createBudget } from './budget.ts'
import { budgeted } from './budgeted.ts'
import { cached, cacheKey } from './cached.ts'
import type { Call, UpstreamAnswer, UpstreamCall } from './call.ts'
import { cautiousQuotaStore } from './cautious-quota-store.ts'
import { checkOptions } from './check-options.ts'
import { classifyByStatus } from './classify.ts'
import { coalesced } from './coalesced.ts'
import { createBreaker } from './create-breaker.ts'
import { createCall } from './create-call.ts'
import { createLimiter } from './create-limiter.ts'
import { createSharedBreaker } from './create-shared-breaker.ts'
import { createDecode } from './decode.ts'
import type { UpstreamDefinition } from './definition.ts'
import { delivered } from './delivered.ts'
import { type Exchange, neverAborted, type Outcome } from './exchange.ts'
import { requestIdOf } from './failures.ts'
import { fetched } from './fetched.ts'
import { guarded } from './guarded.ts'
import { readHealth } from './health.ts'
import { localQuotaStore } from './local-quota-store.ts'
import { messageOf } from './message.ts'
import { createMeter } from './metrics.ts'
import { observed } from './observed.ts'
import { paced } from './paced.ts'
import { parseBody } from './parse-body.ts'
import { createRedactor } from './redact.ts'
import { remembered } from './remembered.ts'
import { retried } from './retried.ts'
import { checkPath } from './to-url.ts'
import type { ClientOptions, Upstream, UpstreamLimits } from './upstream.ts'
import { createWaiting } from './waiting.ts'

/** What may be replaced by another implementation. */
export interface UpstreamParts {
  /** @default one in this process */
  readonly breaker?: Breaker
  /** Where the chance in backoff comes from. @default Math.random */
  readonly random?: Random
}

const defaults = {
  timeoutMs: seconds(10),
  waitBudgetMs: seconds(30),
  retries: 3,
  lane: 'interactive',
} as const satisfies ClientOptions

/**
 * Everything between a client and its service. The order of the layers is written down here, and nowhere else.
 * Throws `InvalidOptionsError` for options that cannot be meant.
 *
 * @example
 * const upstream = createUpstream({ service: 'setlistfm', baseUrl, credentialKey: credentialKey(apiKey), … }, options)
 * const artist = await upstream.call({ path: `/artist/${mbid}`, template: '/artist/{mbid}', schema: Artist })
 */
export function createUpstream(
  definition: UpstreamDefinition,
  options: ClientOptions = {},
  parts: UpstreamParts = {},
): Upstream {
  checkOptions(options)
  const { timeoutMs, waitBudgetMs, retries, lane } = { ...defaults, ...withoutUndefined(options) }
  const { clock = systemClock, logger = silentLogger, hooks = {}, strict = false } = options
  const { random = systemRandom } = parts
  const { service, secrets = [], classify = classifyByStatus } = definition
  const baseUrl = (options.baseUrl ?? definition.baseUrl).replace(/\/+$/, '')
  const breaker = parts.breaker ?? breakerFor(`${service}|${baseUrl}`, options)
  const limits: UpstreamLimits = { ...definition.defaultLimits, ...withoutUndefined(options.limits ?? {}) }

  const meter = createMeter()
  const redact = createRedactor(secrets)
  const waiting = createWaiting(clock)
  const quota = options.quota ? cautiousQuotaStore(options.quota, service, logger) : localQuotaStore()
  const budget = createBudget({ quota, shared: options.quota !== undefined, definition, limits, clock })
  const limiter = createLimiter({ ...limits, gate: budget.mayStart, ended: budget.ended, clock })
  const cache = options.cache ? cacheOver(options.cache, { clock, logger }) : null
  const decode = createDecode({ strict, meter, hooks, logger, redact })
  const explain = ({ verdict, answer }: Outcome) =>
    messageOf(
      'message' in verdict && verdict.message ? verdict.message : answer && parseBody(answer).body,
      redact,
    )

  // cache → telemetry → retry → breaker → cooldown and quota → limiter → fetch
  const request = fetched({ fetch: options.fetch, classify, service, clock, meter, hooks, logger, redact })
  const pacedRequest = authorized(paced(request, limiter, clock), { baseUrl, definition, clock, redact })
  const attempt = guarded(budgeted(pacedRequest, { budget, waiting, clock, random, logger }), breaker)
  const persistent = retried(remembered(attempt), {
    retries,
    explain,
    waiting,
    clock,
    random,
    meter,
    hooks,
    logger,
  })
  const answered = cached(delivered(observed(persistent, hooks, logger), decode), {
    cache,
    baseUrl,
    decode,
    meter,
    logger,
  })
  const deliver = coalesced(answered, { keyOf: (exchange) => cacheKey(exchange, baseUrl), clock })

  function toExchange(call: UpstreamCall): Exchange {
    checkCall(call)
    const { template, method = 'GET' } = call
    const startedAt = clock.now().getTime()
    return {
      service,
      endpoint: `${method} ${template}`,
      call,
      method,
      lane: call.lane ?? lane,
      timeoutMs: call.timeoutMs ?? timeoutMs,
      deadlineAt: call.deadlineMs === undefined ? Number.POSITIVE_INFINITY : startedAt + call.deadlineMs,
      signal: neverAborted,
      repeatable: method === 'GET' || (definition.repeatable?.({ method, template }) ?? false),
      attempts: 0,
      waitLeftMs: waitBudgetMs,
      slowDowns: 0,
      prepared: null,
    }
  }

  async function ask(call: UpstreamCall): Promise<UpstreamAnswer<unknown>> {
    const elapsedMs = stopwatch()
    meter.called()
    try {
      const exchange = toExchange(call)
      const delivery = await deliver(exchange, call.signal)
      const { answer, fromCache, attempts } = delivery
      const taken = delivery.take()
      // A copy of the answer is parsed anew: callers who share a request share nothing that can be changed.
      const data = taken ? taken.value : decode(exchange, { ...answer }, 'memory')
      const { status, headers } = answer
      const requestId = requestIdOf(answer)
      return { data, response: { status, headers, requestId, attempts, fromCache, durationMs: elapsedMs() } }
    } catch (error) {
      meter.failed(isSetvoteError(error) ? error.code : 'unknown')
      throw error
    }
  }

  return {
    call: <Schema extends z.ZodType>(call: UpstreamCall<Schema>): Call<z.output<Schema>> =>
      createCall(() => ask(call) as Promise<UpstreamAnswer<z.output<Schema>>>),
    metrics: meter.read,
    health: (probe) => readHealth({ definition, limits, breaker, budget, meter, clock, redact }, probe),
    async budget() {
      const { perDay, perSecond } = limits
      const at = clock.now()
      const [remainingToday, background] = await Promise.all([
        budget.remainingToday(at),
        budget.background(at),
      ])
      return { perDay, perSecond, remainingToday, background }
    },
  }
}

function breakerFor(name: string, { breakers, clock }: ClientOptions): Breaker {
  const own = { ...(clock && { clock }) }
  return breakers ? createSharedBreaker({ ...own, name, store: breakers }) : createBreaker(own)
}

function cacheOver(
  given: CacheStore | Cache,
  parts: { readonly clock: Clock; readonly logger: Logger },
): Cache {
  return 'getOrLoad' in given ? given : createCache({ primary: given, ...parts })
}

function checkCall({ path, template, timeoutMs, deadlineMs }: UpstreamCall): void {
  checkPath(path, template)
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs > 0)) {
    throw new InvalidInputError('timeoutMs must be milliseconds above 0: { timeoutMs: 10_000 }')
  }
  if (deadlineMs !== undefined && !(Number.isFinite(deadlineMs) && deadlineMs >= 0)) {
    throw new InvalidInputError('deadlineMs must be milliseconds: { deadlineMs: 2_000 }')
  }
}

/** An option that is passed as `undefined` was not passed. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options
}
