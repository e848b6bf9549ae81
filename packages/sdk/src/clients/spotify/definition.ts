import { classifyByStatus, retryAfterMs } from '../../upstream/classify.ts'
import { credentialKey } from '../../upstream/credential-key.ts'
import type { AnswerFacts, UpstreamDefinition, Verdict } from '../../upstream/definition.ts'
import type { UpstreamLimits } from '../../upstream/upstream.ts'
import { type CapabilityMap, featureOf } from './capabilities.ts'
import { isRestrictedAnswer } from './evidence.ts'
import type { TokenSource } from './token-source.ts'

/**
 * Spotify publishes no numbers: it counts in a rolling window of 30 s, allows less in development mode, and bans
 * for hours whoever runs into it (79,892 s and 86,400 s have been seen), longer still for calling on. So the
 * default is slow on purpose: 150 calls in 30 s. Raise it with `limits` where the app is approved. How much a day
 * holds is not published either.
 *
 * @see https://developer.spotify.com/documentation/web-api/concepts/rate-limits
 */
export const spotifyLimits: UpstreamLimits = { perSecond: 5, perDay: null }

export interface SpotifyDefinitionParts {
  readonly appName: string
  readonly tokens: TokenSource
  readonly capabilities: CapabilityMap
  readonly secrets: readonly string[]
}

/** What sets Spotify apart: tokens that expire, tiers, and refusals in many spellings. */
export function spotifyDefinition(parts: SpotifyDefinitionParts): UpstreamDefinition {
  const { appName, tokens, capabilities, secrets } = parts
  return {
    service: 'spotify',
    baseUrl: 'https://api.spotify.com/v1',
    credentialKey: credentialKey(appName),
    defaultLimits: spotifyLimits,
    secrets: () => [...secrets, ...tokens.held()],
    authorize(request) {
      const use = (token: string) => {
        request.headers.set('authorization', `Bearer ${token}`)
        return { invalidate: () => tokens.forget(token) }
      }
      const token = tokens.get()
      return typeof token === 'string' ? use(token) : token.then(use)
    },
    classify: (facts) => classify(facts, capabilities),
    tier: () => capabilities.read().tier,
  }
}

/** Reads an answer, and learns from it what the app may do. */
function classify(facts: AnswerFacts, capabilities: CapabilityMap): Verdict {
  const { status, at, template } = facts
  const feature = featureOf(template)
  if (status >= 200 && status < 300) {
    if (feature) capabilities.worked(feature)
    const restricted = isRestrictedAnswer(template, facts.body)
    if (restricted !== null) capabilities.saw({ restricted })
    return { kind: 'ok' }
  }
  const { isJson, message, reason } = readError(facts.body)
  if (status === 429 && reason === 'QUOTA_EXCEEDED') {
    const pauseMs = retryAfterMs(facts.headers, at)
    return { kind: 'day-exhausted', retryAt: pauseMs === null ? null : new Date(at.getTime() + pauseMs) }
  }
  // A lapsed subscription and a proxy's web page say nothing about the tier.
  if (feature && (isJson || facts.body === undefined) && capabilities.isRefusal(feature, status)) {
    capabilities.refused(feature, status)
    return { kind: 'unavailable', message: `${message ?? 'no reason given'}${whose(capabilities)}` }
  }
  if (status === 400 && isInvalidLimit(message)) capabilities.pageRefused()
  return classifyByStatus(facts)
}

const whose = (capabilities: CapabilityMap): string => {
  const { tier } = capabilities.read()
  return tier ? ` (tier: ${tier})` : ''
}

const isInvalidLimit = (message: string | null): boolean => message !== null && /invalid limit/i.test(message)

/** `{error: {status, message, reason}}`, the older `{error: {type, description}}`, or no JSON at all. */
function readError(body: unknown): { isJson: boolean; message: string | null; reason: string | null } {
  const error = field(body, 'error')
  return {
    isJson: typeof body === 'object' && body !== null,
    message: text(field(error, 'message')) ?? text(field(error, 'description')),
    reason: text(field(error, 'reason')),
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
