import { hashText } from '../world/random.ts'
import { answerOrRefuse, Refusal } from './refusal.ts'
import type { SandboxRequest, SandboxService, ServiceContext } from './service.ts'

const hourSeconds = 3600

/**
 * Spotify's accounts service: `POST /api/token` with client credentials, an authorization code (with or without
 * PKCE) or a refresh token. Any code and refresh token is good, except those that begin with `expired`, which
 * are answered `invalid_grant`, as after six months.
 */
export const answerSpotifyAccounts: SandboxService = (request, context) => {
  if (request.path !== '/api/token') return { status: 404, body: { error: 'Not Found' }, template: '' }
  return answerOrRefuse('/api/token', () => {
    if (request.method !== 'POST') throw new Refusal(405, '')
    return { status: 200, body: token(request, context) }
  })
}

function token(request: SandboxRequest, context: ServiceContext) {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    throw refuse('unsupported_grant_type', 'grant_type parameter is missing')
  const form = new URLSearchParams(request.body)
  const grant = form.get('grant_type')
  // A public client names itself in the body and sends no secret.
  const isPublic = form.has('client_id') && !request.headers.has('authorization')

  if (grant === 'client_credentials') {
    return { access_token: secret('access', request, context), token_type: 'Bearer', expires_in: hourSeconds }
  }
  if (grant === 'authorization_code') {
    const code = required(form, 'code')
    required(form, 'redirect_uri')
    if (isPublic) checkVerifier(form)
    if (code.startsWith('expired')) throw refuse('invalid_grant', 'Authorization code expired')
    return { ...userToken(request, context), refresh_token: secret('refresh', request, context) }
  }
  if (grant === 'refresh_token') {
    const refreshToken = required(form, 'refresh_token')
    if (refreshToken.startsWith('expired')) throw refuse('invalid_grant', 'Refresh token revoked')
    // Public clients get a new refresh token each time; others keep theirs and are not sent it again.
    const next = isPublic ? { refresh_token: secret('refresh', request, context) } : {}
    return { ...userToken(request, context), ...next }
  }
  throw refuse(
    'unsupported_grant_type',
    grant === null
      ? 'grant_type parameter is missing'
      : 'grant_type must be client_credentials, authorization_code or refresh_token',
  )
}

function userToken(request: SandboxRequest, context: ServiceContext) {
  return {
    access_token: secret('access', request, context),
    token_type: 'Bearer',
    scope: 'user-follow-read user-top-read',
    expires_in: hourSeconds,
  }
}

function checkVerifier(form: URLSearchParams): void {
  const verifier = form.get('code_verifier')
  if (verifier === null) throw refuse('invalid_request', 'code_verifier required')
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier))
    throw refuse('invalid_grant', 'code_verifier was incorrect')
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value === '') throw refuse('invalid_request', `${name} must be supplied`)
  return value
}

function refuse(error: string, description: string): Refusal {
  return new Refusal(400, { error, error_description: description })
}

/** Long and opaque as the real ones; another one for every moment, so that a refresh can be seen. */
function secret(kind: string, { body }: SandboxRequest, { now }: ServiceContext): string {
  const parts = [0, 1, 2, 3].map((part) => hashText(`${kind}/${part}/${body}/${now.getTime()}`).toString(36))
  return `sandbox-${kind}-${parts.join('')}`
}
