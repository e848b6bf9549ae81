import { describe, expect, it } from 'vitest'
import { answerSpotifyAccounts } from '../../../src/sandbox/services/spotify-accounts.ts'
import { ask, type Json } from './ask.ts'

const basic = { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Basic aWQ6c2VjcmV0' }
const publicClient = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
const verifier = 'v'.repeat(43)

function token(form: Record<string, string>, headers: Record<string, string> = basic): Json {
  const body = new URLSearchParams(form).toString()
  const answer = ask(answerSpotifyAccounts, '/api/token', { method: 'POST', headers, body })
  return { status: answer.status, template: answer.template, ...(answer.body as object) }
}

describe("Spotify's accounts service", () => {
  it('gives an app a token for an hour, without a refresh token', () => {
    const answer = token({ grant_type: 'client_credentials' })
    expect(answer).toMatchObject({
      status: 200,
      template: '/api/token',
      token_type: 'Bearer',
      expires_in: 3600,
    })
    expect(answer.access_token).toMatch(/^sandbox-access-/)
    expect(answer).not.toHaveProperty('refresh_token')
  })

  it('exchanges a code for an access and a refresh token', () => {
    const answer = token({
      grant_type: 'authorization_code',
      code: 'abc',
      redirect_uri: 'http://127.0.0.1/cb',
    })
    expect(answer).toMatchObject({ status: 200, scope: expect.any(String) })
    expect(answer.refresh_token).toMatch(/^sandbox-refresh-/)
  })

  it('lets a confidential client keep its refresh token', () => {
    const answer = token({ grant_type: 'refresh_token', refresh_token: 'r' })
    expect(answer.status).toBe(200)
    expect(answer).not.toHaveProperty('refresh_token')
  })

  it('rotates the refresh token of a public client', () => {
    const answer = token({ grant_type: 'refresh_token', refresh_token: 'r', client_id: 'id' }, publicClient)
    expect(answer.refresh_token).toMatch(/^sandbox-refresh-/)
  })

  it('asks a public client for its code verifier', () => {
    const form = { grant_type: 'authorization_code', code: 'abc', redirect_uri: 'x', client_id: 'id' }
    expect(token(form, publicClient)).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(token({ ...form, code_verifier: 'short' }, publicClient)).toMatchObject({ error: 'invalid_grant' })
    expect(token({ ...form, code_verifier: verifier }, publicClient).status).toBe(200)
  })

  it('refuses codes and refresh tokens that have expired', () => {
    expect(token({ grant_type: 'refresh_token', refresh_token: 'expired-1' })).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'Refresh token revoked',
    })
    const form = { grant_type: 'authorization_code', code: 'expired-1', redirect_uri: 'x' }
    expect(token(form)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('refuses what is no form, no grant or incomplete', () => {
    expect(token({ grant_type: 'password' })).toMatchObject({ status: 400, error: 'unsupported_grant_type' })
    expect(token({})).toMatchObject({ status: 400, error: 'unsupported_grant_type' })
    expect(token({ grant_type: 'authorization_code' })).toMatchObject({
      error: 'invalid_request',
      error_description: 'code must be supplied',
    })
    const json = { 'content-type': 'application/json' }
    expect(token({ grant_type: 'client_credentials' }, json)).toMatchObject({ status: 400 })
  })

  it('has one door', () => {
    expect(ask(answerSpotifyAccounts, '/api/token')).toMatchObject({ status: 405 })
    expect(ask(answerSpotifyAccounts, '/authorize')).toMatchObject({ status: 404, template: '' })
  })
})
