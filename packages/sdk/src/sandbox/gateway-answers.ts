import type { ServiceName } from './service-name.ts'
import type { SandboxAnswer } from './services/service.ts'

/** An answer that does not come from the routes of a service but from what stands before them. */
export type GatewayAnswer = Omit<SandboxAnswer, 'template'>

/** How each service words what has nothing to do with the route that was asked. */
export interface GatewayAnswers {
  unauthenticated(): GatewayAnswer
  /** A valid credential that was refused all the same. */
  spuriouslyUnauthenticated(): GatewayAnswer
  forbidden(): GatewayAnswer
  tooFast(): GatewayAnswer
  /** `key` is the caller's own key: Ticketmaster repeats it. */
  quotaExhausted(key: string): GatewayAnswer
  failed(status: number): GatewayAnswer
}

/** The refusals of a service; `at` is the instant that setlist.fm writes into its answers. */
export function gatewayAnswersOf(service: ServiceName, at: Date): GatewayAnswers {
  switch (service) {
    case 'spotify':
      return spotify
    case 'spotify-accounts':
      return spotifyAccounts
    case 'ticketmaster':
      return ticketmaster
    case 'setlistfm':
      return setlistfm(at)
    case 'musicbrainz':
      return musicbrainz
  }
}

/** `429` with a `Retry-After`, whoever answers it. */
export function withRetryAfter(answer: GatewayAnswer, retryAfter: string): GatewayAnswer {
  return { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** The words of an HTTP status: `Bad Gateway`. */
export const reasonOf = (status: number): string => reasons[status] ?? 'Error'

const spotifyError = (status: number, message: string, more: object = {}): GatewayAnswer => ({
  status,
  body: { error: { status, message, ...more } },
})

const spotify: GatewayAnswers = {
  unauthenticated: () => spotifyError(401, 'Invalid access token'),
  spuriouslyUnauthenticated: () => spotifyError(401, 'Access token missing'),
  forbidden: () => spotifyError(403, 'Forbidden'),
  tooFast: () => spotifyError(429, 'API rate limit exceeded'),
  quotaExhausted: () => spotifyError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }),
  failed: (status) => spotifyError(status, reasonOf(status)),
}

/** What Spotify says to a call without a token, and to one whose token has expired. */
export const spotifyTokenMissing: GatewayAnswer = spotifyError(401, 'No token provided')
export const spotifyTokenExpired: GatewayAnswer = spotifyError(401, 'The access token expired')

const accountsError = (status: number, error: string, description: string): GatewayAnswer => ({
  status,
  body: { error, error_description: description },
})

const spotifyAccounts: GatewayAnswers = {
  unauthenticated: () => accountsError(400, 'invalid_client', 'Invalid client'),
  spuriouslyUnauthenticated: () => accountsError(401, 'invalid_client', 'Invalid client'),
  forbidden: () => accountsError(403, 'access_denied', 'Forbidden'),
  tooFast: () => accountsError(429, 'temporarily_unavailable', 'Too many requests'),
  quotaExhausted: () => accountsError(429, 'temporarily_unavailable', 'Too many requests'),
  failed: (status) => accountsError(status, 'server_error', reasonOf(status)),
}

const gatewayFault = (status: number, faultstring: string, errorcode: string): GatewayAnswer => ({
  status,
  body: { fault: { faultstring, detail: { errorcode } } },
})

const ticketmaster: GatewayAnswers = {
  unauthenticated: () => gatewayFault(401, 'Invalid ApiKey', 'oauth.v2.InvalidApiKey'),
  spuriouslyUnauthenticated: () => gatewayFault(401, 'Invalid ApiKey', 'oauth.v2.InvalidApiKey'),
  forbidden: () => gatewayFault(403, 'Access Denied', 'policies.accesscontrol.IPDeniedAccess'),
  tooFast: () =>
    gatewayFault(
      429,
      'Spike arrest violation. Allowed rate : 5ps',
      'policies.ratelimit.SpikeArrestViolation',
    ),
  quotaExhausted: (key) =>
    gatewayFault(
      429,
      `Rate limit quota violation. Quota limit  exceeded. Identifier : ${key}`,
      'policies.ratelimit.QuotaViolation',
    ),
  failed: (status) =>
    gatewayFault(status, reasonOf(status), 'messaging.adaptors.http.flow.ServiceUnavailable'),
}

function setlistfm(at: Date): GatewayAnswers {
  const error = (status: number, message: string): GatewayAnswer => ({
    status,
    body: {
      code: status,
      status: reasonOf(status),
      message,
      timestamp: at.toISOString().replace('Z', '+0000'),
    },
  })
  return {
    unauthenticated: () => error(403, 'Forbidden'),
    spuriouslyUnauthenticated: () => error(401, 'Unauthorized'),
    forbidden: () => error(403, 'Forbidden'),
    tooFast: () => error(429, 'Too Many Requests'),
    quotaExhausted: () => error(429, 'Limit Exceeded'),
    failed: (status) => error(status, reasonOf(status)),
  }
}

const musicbrainzError = (status: number, error: string): GatewayAnswer => ({
  status,
  body: { error, help: 'For usage, please see: https://musicbrainz.org/development/mmd' },
})

const tooManyForMusicbrainz =
  'Your requests are exceeding the allowable rate limit. Please see http://wiki.musicbrainz.org/XMLWebService for more information.'

const musicbrainz: GatewayAnswers = {
  unauthenticated: () => musicbrainzError(403, 'Please provide a meaningful User-Agent.'),
  spuriouslyUnauthenticated: () => musicbrainzError(401, 'Unauthorized'),
  forbidden: () => musicbrainzError(403, 'Forbidden'),
  tooFast: () => musicbrainzError(503, tooManyForMusicbrainz),
  quotaExhausted: () => musicbrainzError(503, tooManyForMusicbrainz),
  failed: (status) => musicbrainzError(status, reasonOf(status)),
}
