import { describe, expect, it } from 'vitest'
import type { Setlistfm } from '../../../src/clients/setlistfm/client.ts'
import { InvalidInputError } from '../../../src/core/errors.ts'
import { apiKey, beatles, clientWith, notFound, refusalOf, sample } from './support/scripted-client.ts'

describe('refusals of setlist.fm', () => {
  it.each<[string, (client: Setlistfm) => unknown]>([
    ['an artist that is no MusicBrainz id', (client) => client.artist('The Beatles')],
    [
      'a setlist by its address',
      (client) => client.setlist('https://www.setlist.fm/setlist/x-63de4613.html'),
    ],
    ['an id that would leave its path', (client) => client.venue('../artist')],
    ['a city by name', (client) => client.city('Berlin')],
    ['a user without a name', (client) => client.user(' ')],
    ['an id of the Discovery API for a number', (client) => client.artistByTicketmasterId('K8vZ9171Lz0')],
    ['a search for nothing', (client) => client.searchArtists({})],
    ['a search for an empty name', (client) => client.searchArtists({ name: '' })],
    ['a search of all setlists', (client) => client.searchSetlists({})],
    ['a search of all venues', (client) => client.searchVenues({})],
    ['a search of all cities', (client) => client.searchCities({})],
    ['a day in the service’s own spelling', (client) => client.searchSetlists({ date: '16-08-2024' })],
    ['a day that does not exist', (client) => client.searchSetlists({ date: '2023-02-29' })],
    ['a year of two digits', (client) => client.searchSetlists({ year: 24 })],
    ['an invalid Date', (client) => client.updatedSetlists({ since: new Date('soon') })],
  ])('come before the request for %s', (_, ask) => {
    const { client, requests } = clientWith(() => notFound)
    expect(() => ask(client)).toThrow(InvalidInputError)
    expect(requests).toHaveLength(0)
  })

  it('tell a key that the service does not know (403)', async () => {
    const body = { code: 403, status: 'Forbidden', message: `key ${apiKey} is not known`, timestamp: 'x' }
    const { client, requests } = clientWith(() => ({ status: 403, body }))
    const error = await refusalOf(client.artist(beatles))
    expect(error).toMatchObject({ code: 'unauthenticated', status: 403 })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(apiKey)
    expect(requests).toHaveLength(1)
  })

  it('wait as long as a Retry-After asks', async () => {
    const { client, clock, requests } = clientWith((_, index) =>
      index === 0
        ? { status: 429, headers: { 'retry-after': '7' }, body: { code: 429 } }
        : { body: { mbid: beatles, name: 'x' } },
    )
    await client.artist(beatles)
    expect(requests).toHaveLength(2)
    expect(clock.now().getTime() - Date.parse('2026-11-21T12:00:00Z')).toBeGreaterThanOrEqual(7000)
  })

  it('fail at once, and say until when, where a Retry-After asks for too much', async () => {
    const { client, requests } = clientWith(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    const error = await refusalOf(client.artist(beatles))
    expect(error).toMatchObject({ code: 'rate-limited', retryAt: new Date('2026-11-21T13:00:00Z') })
    expect(requests).toHaveLength(1)
  })

  it('pause shortly after a 429 that says nothing', async () => {
    const { client, clock, requests } = clientWith((_, index) =>
      index === 0 ? { status: 429 } : { body: { mbid: beatles, name: 'x' } },
    )
    await client.artist(beatles)
    expect(requests).toHaveLength(2)
    expect(clock.now().getTime()).toBeGreaterThan(Date.parse('2026-11-21T12:00:00Z'))
  })

  it.each([502, 503, 504])('repeat what failed with %i', async (status) => {
    const { client, requests } = clientWith((_, index) =>
      index < 2 ? { status, body: '<html>gateway</html>' } : { body: { mbid: beatles, name: 'x' } },
    )
    await client.artist(beatles)
    expect(requests).toHaveLength(3)
  })

  it.each([
    ['XML', '<?xml version="1.0"?><artist/>'],
    ['nothing', ''],
    ['JSON cut off', '{"mbid":"b10bb'],
    ['a list', []],
  ])('tell %s from an answer', async (_, body) => {
    const { client, requests } = clientWith(() => ({ body }))
    expect((await refusalOf(client.artist(beatles))).code).toBe('unexpected-response')
    expect(requests).toHaveLength(1)
  })

  it('leave health and metrics to ask, and spend a call on health only when told to', async () => {
    const { client } = clientWith(() => ({ body: sample('search-countries')[0] }))
    expect(await client.health()).toMatchObject({ service: 'setlistfm', status: 'up' })
    expect(client.metrics().requests).toBe(0)
    expect(await client.health({ probe: true })).toMatchObject({ status: 'up', error: null })
    expect(client.metrics().requestsByEndpoint).toEqual({ 'GET /search/countries': 1 })
  })

  it('include an artist other than the one asked for', async () => {
    const { client } = clientWith(() => ({
      body: { mbid: 'e01646f2-2a04-450d-8bf2-0d993082e058', name: 'Phish' },
    }))
    expect(await refusalOf(client.artist(beatles))).toMatchObject({
      code: 'unexpected-response',
      issues: ['mbid: not the artist asked for'],
    })
  })
})
