import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { RateLimitError } from '../../../src/upstream/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from './support/failure-of.ts'
import { refusal, scriptedSpotify } from './support/scripted-spotify.ts'
import { artist, idOf, page } from './support/things.ts'

describe('the other verbs', () => {
  it('give top tracks, related artists and recommendations as recorded', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ path }) => ({
        body: readRecorded(
          'spotify',
          path.endsWith('top-tracks')
            ? 'artists/top-tracks.arctic-monkeys.US.json'
            : path.endsWith('related-artists')
              ? 'artists/related-artists.arctic-monkeys.json'
              : 'recommendations/recommendations.json',
        ),
      }),
      { tier: 'extended', market: 'US' },
    )
    expect(await spotify.artistTopTracks(idOf(1))).toHaveLength(10)
    expect(await spotify.relatedArtists(idOf(1))).toHaveLength(20)
    const { tracks, seeds } = await spotify.recommendations({
      artists: [idOf(1)],
      genres: ['rock'],
      tune: { min_energy: 0.4 },
    })
    expect([tracks.length, seeds?.length]).toEqual([20, 5])
    expect(urls()).toEqual([
      `/artists/${idOf(1)}/top-tracks?market=US`,
      `/artists/${idOf(1)}/related-artists`,
      `/recommendations?limit=20&market=US&min_energy=0.4&seed_artists=${idOf(1)}&seed_genres=rock`,
    ])
  })

  it('give audio features by a hundred, in order', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => idOf(index))
    const { spotify, urls } = scriptedSpotify(({ query }) => ({
      body: {
        audio_features: query
          .get('ids')!
          .split(',')
          .map((id) => (id === idOf(1) ? null : { id, tempo: 120 })),
      },
    }))
    const found = await spotify.audioFeatures(ids)
    expect(found.map((each) => each?.id ?? null)).toEqual(ids.map((id) => (id === idOf(1) ? null : id)))
    expect(urls()).toHaveLength(2)
  })

  it('reach what has no verb, with a schema or without', async () => {
    const { spotify } = scriptedSpotify(() => ({ body: { name: 'Velvet' } }))
    expect(await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd')).toEqual({ name: 'Velvet' })
    const schema = z.object({ name: z.string() })
    const named = await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd', {
      schema,
      query: { market: 'NL' },
    })
    expect(named.name).toBe('Velvet')
    expect(spotify.metrics().requestsByEndpoint).toEqual({ 'GET /playlists/{id}': 2 })
  })

  it('tell health, with a request or without', async () => {
    const { spotify, urls } = scriptedSpotify(() => ({ body: { artists: page([artist(1, 'restricted')]) } }))
    expect(await spotify.health()).toMatchObject({
      service: 'spotify',
      status: 'up',
      tier: null,
      latencyMs: null,
    })
    expect(urls()).toEqual([])
    const health = await spotify.health({ probe: true })
    expect(health).toMatchObject({ status: 'up', tier: 'development', breaker: 'closed', error: null })
    expect(health.latencyMs).toBeGreaterThanOrEqual(0)
    expect(urls()).toEqual(['/search?limit=1&offset=0&q=a&type=artist'])
  })
})

describe('limits', () => {
  it('keep a used-up quota apart from a fast pace, and never retry it', async () => {
    const { spotify, requests } = scriptedSpotify(() =>
      refusal(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }),
    )
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toBeInstanceOf(RateLimitError)
    expect(failure).toMatchObject({ scope: 'day', attempts: 1 })
    expect(await failureOf(spotify.album(idOf(1)))).toMatchObject({ scope: 'day', attempts: 0 })
    expect(requests).toHaveLength(1)
  })

  it('take the end of a quota from Retry-After where there is one', async () => {
    const { spotify } = scriptedSpotify(() => ({
      ...refusal(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }),
      headers: { 'retry-after': '7200' },
    }))
    expect((await failureOf(spotify.artist(idOf(1)))).retryAt).toEqual(new Date('2026-11-21T14:00:00Z'))
  })

  it('fail at once when the pause is hours, as quoted, and hold every later call back', async () => {
    const { spotify, requests } = scriptedSpotify(() => ({
      status: 429,
      headers: { 'retry-after': '19056', 'content-type': 'text/plain' },
      body: 'Too many requests',
    }))
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toMatchObject({ code: 'rate-limited', scope: 'cooldown' })
    expect(failure.retryAt).toEqual(new Date(Date.parse('2026-11-21T12:00:00Z') + 19_056_000))
    await failureOf(spotify.search('x', { types: ['artist'] }))
    expect(requests).toHaveLength(1)
    expect(await spotify.health()).toMatchObject({ status: 'cooling-down' })
  })

  it('wait for a short pause and go on', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
    const { spotify } = scriptedSpotify(
      (_request, index) =>
        index === 0 ? { ...refusal(429), headers: { 'retry-after': '2' } } : { body: artist(1) },
      { clock },
    )
    await spotify.artist(idOf(1))
    expect(clock.now()).toEqual(new Date('2026-11-21T12:00:02Z'))
  })
})
