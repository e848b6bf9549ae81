import { classifyByStatus } from '../../upstream/classify.ts'
import { credentialKey } from '../../upstream/credential-key.ts'
import type { UpstreamDefinition } from '../../upstream/definition.ts'

/** What sets setlist.fm apart: the key in a header, and a 403 for a key that it does not know. */
export function setlistfmDefinition(apiKey: string): UpstreamDefinition {
  return {
    service: 'setlistfm',
    baseUrl: 'https://api.setlist.fm/rest/1.0',
    credentialKey: credentialKey(apiKey),
    // Of a standard key; upgraded ones have about 16 a second and 50,000 a day.
    defaultLimits: { perSecond: 2, perDay: 1440 },
    secrets: [apiKey],
    authorize({ headers }) {
      headers.set('x-api-key', apiKey)
      return undefined
    },
    classify: (facts) => (facts.status === 403 ? { kind: 'unauthenticated' } : classifyByStatus(facts)),
  }
}
