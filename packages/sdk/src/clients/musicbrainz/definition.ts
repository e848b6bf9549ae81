import { classifyByStatus, retryAfterMs } from '../../upstream/classify.ts'
import { credentialKey } from '../../upstream/credential-key.ts'
import type { UpstreamDefinition } from '../../upstream/definition.ts'
import type { UpstreamLimits } from '../../upstream/upstream.ts'

/**
 * One request a second from one address, on average; no daily limit.
 *
 * @see https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
 */
export const musicbrainzLimits: UpstreamLimits = { perSecond: 1, perDay: null }

/** What sets MusicBrainz apart: no key but a name, and a 503 that means "too fast". */
export function musicbrainzDefinition(userAgent: string): UpstreamDefinition {
  return {
    service: 'musicbrainz',
    baseUrl: 'https://musicbrainz.org/ws/2',
    credentialKey: credentialKey(userAgent),
    defaultLimits: musicbrainzLimits,
    headers: { 'user-agent': userAgent },
    classify(facts) {
      if (facts.status !== 503) return classifyByStatus(facts)
      return { kind: 'rate-limited', retryAfterMs: retryAfterMs(facts.headers, facts.at) }
    },
  }
}
