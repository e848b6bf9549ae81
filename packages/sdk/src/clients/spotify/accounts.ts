import { classifyByStatus } from '../../upstream/classify.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import { credentialKey } from '../../upstream/credential-key.ts'
import type { AnswerFacts, UpstreamDefinition, Verdict } from '../../upstream/definition.ts'
import type { ClientOptions } from '../../upstream/upstream.ts'
import { TokenAnswer } from './schemas.ts'

export const spotifyAccountsUrl = 'https://accounts.spotify.com'

export type Grant = 'client_credentials' | 'authorization_code' | 'refresh_token'

/** The token endpoint: every way to a token goes through it. */
export interface Accounts {
  requestToken(grant: Grant, form?: Readonly<Record<string, string>>): Promise<TokenAnswer>
}

export interface AccountsParts {
  readonly clientId: string
  /** Null for public clients, which prove their code instead (PKCE). */
  readonly clientSecret: string | null
  readonly accountsUrl: string
  /** The factory whose options these are, for messages: `createSpotify`. */
  readonly factory: string
  readonly options: ClientOptions
}

const templateOf = (grant: Grant): string => `/api/token (${grant})`

/**
 * Same fetch, clock, retries and errors as the API, another host. It has no pace of its own and shares none with
 * the API: tokens are rare, and an API that asks for a pause does not mean this.
 */
export function createAccounts({
  clientId,
  clientSecret,
  accountsUrl,
  factory,
  options,
}: AccountsParts): Accounts {
  const { baseUrl: _api, limits: _pace, cache: _cache, strict: _strict, ...shared } = options
  const basic = clientSecret === null ? null : base64(`${clientId}:${clientSecret}`)
  const definition: UpstreamDefinition = {
    service: 'spotify',
    baseUrl: accountsUrl,
    credentialKey: credentialKey('accounts', clientId),
    defaultLimits: { perSecond: null, perDay: null },
    secrets: clientSecret === null || basic === null ? [] : [clientSecret, basic],
    // A code can be redeemed once: when its answer is lost, so is the code.
    repeatable: ({ template }) => template !== templateOf('authorization_code'),
    classify: (facts) =>
      classify(facts, clientSecret === null ? 'clientId' : 'clientId and clientSecret', factory),
  }
  const upstream = createUpstream(definition, { ...shared, baseUrl: accountsUrl })
  return {
    async requestToken(grant, form = {}) {
      return await upstream.call({
        method: 'POST',
        path: '/api/token',
        template: templateOf(grant),
        headers: basic === null ? {} : { authorization: `Basic ${basic}` },
        form: { grant_type: grant, ...(basic === null ? { client_id: clientId } : {}), ...form },
        schema: TokenAnswer,
      })
    },
  }
}

function classify(facts: AnswerFacts, options: string, factory: string): Verdict {
  const { status, body } = facts
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  if (error === 'invalid_grant') return { kind: 'reauthorization-required' }
  if (error === 'invalid_client' || error === 'unauthorized_client' || status === 401) {
    return { kind: 'unauthenticated', message: `check the options ${options} of ${factory}` }
  }
  return classifyByStatus(facts)
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
