import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../src/core/duration.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { ask } from './support/ask.ts'

const clock = fakeClock('2026-11-21T10:00:00Z')
const sandbox = createSandbox({ clock, limits: false })
const { spotifyId, attractionId, mbid } = sandbox.world.artists[0]!

async function answerOf(response: Promise<Response>) {
  const answer = await response
  return { status: answer.status, body: await answer.json() }
}

describe('Spotify', () => {
  const tokenUrl = 'https://accounts.spotify.com/api/token'
  const { clientId, clientSecret } = sandbox.credentials.spotify
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
  const clientCredentials = () => new URLSearchParams({ grant_type: 'client_credentials' })
  const postForm = (body: URLSearchParams, headers: Record<string, string> = {}) =>
    answerOf(sandbox.fetch(tokenUrl, { method: 'POST', headers, body }))

  it('hands a token out for the right credentials, in the header or in the form', async () => {
    const inHeader = await postForm(clientCredentials(), basic(clientId, clientSecret))
    expect(inHeader).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } })
    const form = clientCredentials()
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret)
    expect(await postForm(form)).toMatchObject({ status: 200 })
  })

  it.each([
    ['a wrong secret', basic(clientId, 'guess')],
    ['an unknown client', basic('guess', clientSecret)],
    ['no credentials', {}],
    ['the credentials of another sandbox', basic('sandbox-spotify-client-8', 'sandbox-spotify-secret-8')],
  ])('answers invalid_client to %s', async (_, headers) => {
    expect(await postForm(clientCredentials(), headers)).toMatchObject({
      status: 400,
      body: { error: 'invalid_client' },
    })
  })

  it('refuses calls without a token, and with one it never handed out', async () => {
    const url = `https://api.spotify.com/v1/artists/${spotifyId}`
    expect(await answerOf(sandbox.fetch(url))).toEqual({
      status: 401,
      body: { error: { status: 401, message: 'No token provided' } },
    })
    expect(await answerOf(sandbox.fetch(url, { headers: { authorization: 'Bearer guess' } }))).toEqual({
      status: 401,
      body: { error: { status: 401, message: 'Invalid access token' } },
    })
  })

  it('lets a token expire after an hour of the sandbox’s clock, and keeps newer ones', async () => {
    const asking = ask(sandbox)
    const path = `/artists/${spotifyId}`
    expect((await asking.spotify(path)).status).toBe(200)
    await clock.advance(minutes(60) - seconds(1))
    expect((await asking.spotify(path)).status).toBe(200)
    const newer = await ask(sandbox).token()
    await clock.advance(seconds(1))
    expect(await answerOf(asking.spotify(path))).toEqual({
      status: 401,
      body: { error: { status: 401, message: 'The access token expired' } },
    })
    expect((await asking.spotify(path, { headers: { authorization: `Bearer ${newer}` } })).status).toBe(200)
  })
})

describe('the services with keys', () => {
  it.each(['', '?apikey=guess'])('Ticketmaster answers InvalidApiKey to /events.json%s', async (query) => {
    const url = `https://app.ticketmaster.com/discovery/v2/events.json${query}`
    expect(await answerOf(sandbox.fetch(url))).toEqual({
      status: 401,
      body: { fault: { faultstring: 'Invalid ApiKey', detail: { errorcode: 'oauth.v2.InvalidApiKey' } } },
    })
  })

  it.each([undefined, 'guess'])('setlist.fm answers 403 to the key %s', async (key) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key }
    const answer = await answerOf(
      sandbox.fetch(`https://api.setlist.fm/rest/1.0/artist/${mbid}`, { headers }),
    )
    expect(answer).toMatchObject({ status: 403, body: { code: 403, status: 'Forbidden' } })
  })

  it.each([undefined, ' '])('MusicBrainz answers 403 to the User-Agent %j', async (userAgent) => {
    const headers: Record<string, string> = userAgent === undefined ? {} : { 'user-agent': userAgent }
    const answer = await answerOf(sandbox.fetch(`https://musicbrainz.org/ws/2/artist/${mbid}`, { headers }))
    expect(answer).toMatchObject({ status: 403, body: { error: expect.any(String) } })
  })

  it('all of them welcome the sandbox’s own credentials', async () => {
    const asking = ask(sandbox)
    const answers = await Promise.all([
      asking.spotify(`/artists/${spotifyId}`),
      asking.ticketmaster(`/attractions/${attractionId}.json`),
      asking.setlistfm(`/artist/${mbid}`),
      asking.musicbrainz(`/artist/${mbid}?fmt=json`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})
