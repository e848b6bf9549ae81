import { describe, expect, it } from 'vitest'
import { createSetlistfm, type Setlistfm } from '../../../src/clients/setlistfm/client.ts'
import { InvalidOptionsError } from '../../../src/core/errors.ts'
import { memoryCacheEntries } from '../ticketmaster/support/memory-cache.ts'
import { scriptedFetch } from '../ticketmaster/support/scripted-fetch.ts'
import { apiKey, beatles, clientWith, notFound, refusalOf, sample } from './support/scripted-client.ts'

describe('createSetlistfm', () => {
  it.each([{ apiKey: '' }, { apiKey: 'a key' }, { apiKey: 'k', language: 'sv' as 'en' }])(
    'refuses %j with a message that shows what to write',
    (options) => {
      expect(() => createSetlistfm(options)).toThrow(InvalidOptionsError)
    },
  )

  it('keeps to the limits of a standard key unless told otherwise', async () => {
    const { fetch } = scriptedFetch(() => notFound)
    expect(await createSetlistfm({ apiKey, fetch }).budget()).toMatchObject({
      perDay: 1440,
      perSecond: 2,
      remainingToday: 1440,
    })
  })

  it('asks for JSON, in the language wanted, with the key in a header', async () => {
    const { client, requests } = clientWith(() => ({ body: sample('artist-and-search-artists')[0] }), {
      language: 'de',
    })
    expect((await client.artist(beatles)).name).toBe('The Beatles')
    const { headers, path } = requests[0]!
    expect(path).toBe(`/rest/1.0/artist/${beatles}`)
    expect(headers.get('accept')).toBe('application/json')
    expect(headers.get('accept-language')).toBe('de')
    expect(headers.get('x-api-key')).toBe(apiKey)
  })

  it('keeps answers of two languages apart in one cache, under names without the key', async () => {
    const { cache, keys } = memoryCacheEntries()
    const answer = () => ({ body: sample('city-and-search-cities')[0] })
    await clientWith(answer, { cache, language: 'de' }).client.city('5357527')
    const other = clientWith(answer, { cache, language: 'fr' })
    await other.client.city(5357527)
    expect(other.requests).toHaveLength(1)
    expect(keys()).toHaveLength(2)
    expect(keys().join()).not.toContain(apiKey)
  })

  it.each<[string, (client: Setlistfm) => PromiseLike<unknown>, string | null]>([
    [`/artist/${beatles}`, (client) => client.artist(beatles.toUpperCase()), 'artist-and-search-artists'],
    ['/setlist/63de4613', (client) => client.setlist('63de4613'), null],
    ['/venue/6bd6ca6e', (client) => client.venue('6bd6ca6e'), 'venue-and-search-venues'],
    ['/city/5357527', (client) => client.city(5357527), 'city-and-search-cities'],
    ['/user/Metal-42', (client) => client.user('Metal-42'), 'user'],
    ['/user/a%20b%2Fc', (client) => client.user('a b/c'), 'user'],
  ])('asks %s and takes 404 for "no such thing"', async (path, ask, name) => {
    const body = name === null ? { id: '63de4613' } : sample(name)[0]
    const { client, requests } = clientWith((_, index) => (index === 0 ? { body } : notFound))
    expect(await ask(client)).toEqual(body)
    expect(requests[0]!.path).toBe(`/rest/1.0${path}`)
    expect(await refusalOf(ask(client))).toMatchObject({ code: 'upstream-not-found', status: 404 })
  })

  const lists: readonly [
    string,
    (client: Setlistfm) => AsyncIterable<unknown>,
    Readonly<Record<string, string>>,
  ][] = [
    [`/artist/${beatles}/setlists`, (client) => client.artistSetlists(beatles), {}],
    [
      '/search/artists',
      (client) => client.searchArtists({ name: 'Ünïcode & Co' }),
      { artistName: 'Ünïcode & Co', sort: 'relevance' },
    ],
    [
      '/search/artists',
      (client) => client.searchArtists({ mbid: beatles }),
      { artistMbid: beatles, sort: 'relevance' },
    ],
    [
      '/search/artists',
      (client) => client.searchArtists({ tmid: 735610 }),
      { artistTmid: '735610', sort: 'relevance' },
    ],
    [
      '/search/setlists',
      (client) =>
        client.searchSetlists({
          artistMbid: beatles,
          date: '2024-08-16',
          cityId: '2267057',
          year: 2024,
          tourName: 'x',
          venueId: '33d4a8c9',
        }),
      {
        artistMbid: beatles,
        date: '16-08-2024',
        cityId: '2267057',
        year: '2024',
        tourName: 'x',
        venueId: '33d4a8c9',
      },
    ],
    [
      '/search/setlists',
      (client) => client.updatedSetlists({ since: new Date('2026-11-20T23:05:09.999Z') }),
      { lastUpdated: '20261120230509' },
    ],
    [
      '/search/setlists',
      (client) => client.updatedSetlists({ since: new Date('2026-11-20T23:05:09Z'), artistMbid: beatles }),
      { lastUpdated: '20261120230509', artistMbid: beatles },
    ],
    ['/venue/6bd6ca6e/setlists', (client) => client.venueSetlists('6bd6ca6e'), {}],
    [
      '/search/venues',
      (client) => client.searchVenues({ name: 'Hall', country: 'DE' }),
      { name: 'Hall', country: 'DE' },
    ],
    [
      '/search/cities',
      (client) => client.searchCities({ name: 'Berlin', country: 'DE' }),
      { name: 'Berlin', country: 'DE' },
    ],
    ['/search/countries', (client) => client.searchCountries(), {}],
    ['/user/Metal-42/attended', (client) => client.userAttended('Metal-42'), {}],
    ['/user/Metal-42/edited', (client) => client.userEdited('Metal-42'), {}],
  ]
  it.each(lists)('asks %s and takes 404 for "nothing found"', async (path, list, query) => {
    const { client, requests } = clientWith(() => notFound)
    expect(await Array.fromAsync(list(client))).toEqual([])
    expect(requests).toHaveLength(1)
    expect(requests[0]!.path).toBe(`/rest/1.0${path}`)
    expect(Object.fromEntries(requests[0]!.query)).toEqual({ ...query, p: '1' })
  })

  it.each<[string, (client: Setlistfm) => AsyncIterable<unknown>, string]>([
    ['artist-and-search-artists', (client) => client.searchArtists({ name: 'Beatles' }), 'The Beatles'],
    ['city-and-search-cities', (client) => client.searchCities({ name: 'Hollywood' }), 'Hollywood'],
    ['venue-and-search-venues', (client) => client.searchVenues({ name: 'Compaq' }), 'Compaq Center'],
  ])('reads the page of the documentation’s sample %s', async (name, list, first) => {
    const { client, requests } = clientWith(() => ({ body: sample(name)[1] }))
    expect(await Array.fromAsync(list(client))).toMatchObject([{ name: first }])
    expect(requests).toHaveLength(1)
  })

  it('takes a 404 of somebody else, a web page, for what it is', async () => {
    const { client } = clientWith(() => ({
      status: 404,
      headers: { 'content-type': 'text/html' },
      body: '<h1>404</h1>',
    }))
    expect((await refusalOf(client.searchArtists({ name: 'x' }).toArray({ limit: 1 }))).code).toBe(
      'upstream-not-found',
    )
  })
})

describe('the bridge from Ticketmaster', () => {
  it('finds the artist that setlist.fm keeps under the number', async () => {
    const { client, requests } = clientWith(() => ({ body: sample('artist-and-search-artists')[1] }))
    expect((await client.artistByTicketmasterId(735610))?.mbid).toBe(beatles)
    expect(requests[0]!.query.get('artistTmid')).toBe('735610')
  })

  it('takes the one with this very number among several', async () => {
    const artist = [
      { mbid: 'm1', name: 'The Fab Four', tmid: 12 },
      { mbid: 'm2', name: 'The Beatles', tmid: '735610' },
    ]
    const { client } = clientWith(() => ({ body: { artist, total: 2 } }))
    expect((await client.artistByTicketmasterId('735610'))?.mbid).toBe('m2')
    expect(await client.artistByTicketmasterId('99')).toBeNull()
  })

  it('is null where setlist.fm keeps none', async () => {
    const { client } = clientWith(() => notFound)
    expect(await client.artistByTicketmasterId(1)).toBeNull()
  })
})
