import {
  type GatewayAnswer,
  gatewayAnswersOf,
  spotifyTokenExpired,
  spotifyTokenMissing,
} from '../gateway-answers.ts'
import type { ServiceName } from '../service-name.ts'
import type { SandboxRequest } from '../services/service.ts'
import type { SandboxKeys } from './credentials.ts'
import type { SpotifyTokens } from './spotify-tokens.ts'

/** Checks who is calling, as each service does: answers the refusal, or null for a welcome caller. */
export type Gate = (service: ServiceName, request: SandboxRequest, at: Date) => GatewayAnswer | null

export function createGate(keys: SandboxKeys, tokens: SpotifyTokens): Gate {
  return (service, request, at) => {
    switch (service) {
      case 'spotify':
        return checkBearer(tokens, request.headers.get('authorization'), at)
      case 'spotify-accounts':
        return isKnownClient(keys, request) ? null : gatewayAnswersOf(service, at).unauthenticated()
      case 'ticketmaster':
        return request.query.get('apikey') === keys.ticketmasterApiKey
          ? null
          : gatewayAnswersOf(service, at).unauthenticated()
      case 'setlistfm':
        return request.headers.get('x-api-key') === keys.setlistfmApiKey
          ? null
          : gatewayAnswersOf(service, at).unauthenticated()
      case 'musicbrainz':
        return request.headers.get('user-agent')?.trim()
          ? null
          : gatewayAnswersOf(service, at).unauthenticated()
    }
  }
}

function checkBearer(tokens: SpotifyTokens, authorization: string | null, at: Date): GatewayAnswer | null {
  const token = authorization?.match(/^Bearer\s+(\S+)$/i)?.[1]
  if (token === undefined) return spotifyTokenMissing
  const state = tokens.check(token, at)
  if (state === 'valid') return null
  return state === 'expired' ? spotifyTokenExpired : gatewayAnswersOf('spotify', at).unauthenticated()
}

/** With a secret by HTTP Basic or in the form; a public client (PKCE) names itself and proves its code instead. */
function isKnownClient(keys: SandboxKeys, request: SandboxRequest): boolean {
  const form = new URLSearchParams(request.body)
  const basic = decodeBasic(request.headers.get('authorization'))
  const clientId = basic?.clientId ?? form.get('client_id')
  if (clientId !== keys.spotifyClientId) return false
  const secret = basic?.secret ?? form.get('client_secret')
  const isPublicGrant = form.get('grant_type') !== 'client_credentials'
  return secret === null ? isPublicGrant : secret === keys.spotifyClientSecret
}

function decodeBasic(authorization: string | null): { clientId: string; secret: string } | null {
  const encoded = authorization?.match(/^Basic\s+([A-Za-z0-9+/=]+)$/i)?.[1]
  if (encoded === undefined) return null
  const [clientId, secret] = atob(encoded).split(':', 2)
  return { clientId: clientId ?? '', secret: secret ?? '' }
}
