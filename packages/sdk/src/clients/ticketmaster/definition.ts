import { classifyByStatus } from '../../upstream/classify.ts'
import { credentialKey } from '../../upstream/credential-key.ts'
import type { AnswerFacts, DeclaredQuota, UpstreamDefinition, Verdict } from '../../upstream/definition.ts'

/** As many calls may be on their way when the last answer was written: fewer left than this is none left. */
const nearlyNone = 10

/** What sets Ticketmaster apart: the key in the query, the day's budget in the headers, and a gateway's words. */
export function ticketmasterDefinition(apiKey: string): UpstreamDefinition {
  // The gateway's refusals carry no such headers, so the last answer that had them tells a quota from a spike.
  let last: DeclaredQuota | null = null
  return {
    service: 'ticketmaster',
    baseUrl: 'https://app.ticketmaster.com/discovery/v2',
    credentialKey: credentialKey(apiKey),
    defaultLimits: { perSecond: 5, perDay: 5000 },
    secrets: [apiKey],
    authorize({ query }) {
      query.set('apikey', apiKey)
      return undefined
    },
    readQuotaHeaders(headers) {
      last = declaredQuota(headers) ?? last
      return declaredQuota(headers)
    },
    classify: (facts) => classify(facts, declaredQuota(facts.headers) ?? last),
  }
}

/** `Rate-Limit-Available` calls are left until `Rate-Limit-Reset`, in milliseconds since 1970. */
function declaredQuota(headers: Headers): DeclaredQuota | null {
  const remaining = wholeNumber(headers.get('rate-limit-available'))
  const resetAt = wholeNumber(headers.get('rate-limit-reset'))
  if (remaining === null || resetAt === null || resetAt > 8.64e15) return null
  return { remaining, resetAt: new Date(resetAt) }
}

function classify(facts: AnswerFacts, quota: DeclaredQuota | null): Verdict {
  if (facts.status < 400) return classifyByStatus(facts)
  const current = quota && quota.resetAt > facts.at ? quota : null
  const code = faultCode(facts.body)
  // A used-up quota has been seen as a 401 as well.
  if (code?.endsWith('QuotaViolation')) return { kind: 'day-exhausted', retryAt: current?.resetAt ?? null }
  if (facts.status === 429 && code === null && current && current.remaining < nearlyNone) {
    return { kind: 'day-exhausted', retryAt: current.resetAt }
  }
  return classifyByStatus(facts)
}

/** Which rule of the gateway refused: `policies.ratelimit.SpikeArrestViolation`. */
function faultCode(body: unknown): string | null {
  const code = field(field(field(body, 'fault'), 'detail'), 'errorcode')
  return typeof code === 'string' ? code : null
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : null
}

function wholeNumber(value: string | null): number | null {
  return value !== null && /^\d+$/.test(value) ? Number(value) : null
}
