import { describe, expect, it } from 'vitest'
import { createSetlistfm, type Setlistfm, type SetlistfmOptions } from '../../../src/clients/setlistfm/client.ts'
import { InvalidInputError, InvalidOptionsError } from '../../../src/core/errors.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { isUpstreamError, type UpstreamError } from '../../../src/upstream/errors.ts'
import { memoryCacheEntries } from '../ticketmaster/support/memory-cache.ts'
import { readRecorded } from '../ticketmaster/support/recorded.ts'
import { type ScriptedAnswer, type ScriptedRequest, scriptedFetch } from '../ticketmaster/support/scripted-fetch.ts'

const apiKey = '8b2f6c1e-0d7a-4a53-9c14-5f6f0f3f2a11'
const mbid = 'b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d'
const notFound = { status: 404, body: readRecorded('setlistfm', 'errors/404.unknown-mbid.doc-sample.json') }
const sample = (name: string) => readRecorded('setlistfm', `doc-samples/${name}.json`) as unknown[]

function clientWith(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
  options: Partial<SetlistfmOptions> = {},
) {
  const { fetch, requests } = scriptedFetch(answer)
  const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
  return { client: createSetlistfm({ apiKey, fetch, clock, limits: { perSecond: null }, ...options }), requests, clock }
}

async function refusalOf(promise: PromiseLike<unknown>): Promise<UpstreamError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isUpstreamError(error)) throw new Error('was not refused', { cause: error })
  return error
}

/** A list of so many setlists, twenty to a page. */
const setlistServer =
  (ids: readonly string[]) =>
  ({ query }: ScriptedRequest): ScriptedAnswer => {
    const page = Number(query.get('p'))
    const shown = ids.slice((page - 1) * 20, page * 20)
    if (shown.length === 0) return notFound
    return {
      body: {
        type: 'setlists',
        itemsPerPage: 20,
        page,
        total: ids.length,
        setlist: shown.map((id) => ({ id, versionId: `v${id}`, eventDate: '01-11-2026' })),
      },
    }
  }

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index.toString(16).padStart(8, '0'))

describe('createSetlistfm', () => {
  it.each([{ apiKey: '' }, { apiKey: 'a key' }, { apiKey: 'k', language: 'sv' as 'en' }])(
    'refuses %j with a message that shows what to write',
    (options) => {
      expect(() => createSetlistfm(options)).toThrow(InvalidOptionsError)
    },
  )

  it('keeps to the limits of a standard key unless told otherwise', async () => {
    const { fetch } = scriptedFetch(() => notFound)
    expect(await createSetlistfm({ apiKey, fetch }).budget()).toEqual({
      perDay: 1440,
      perSecond: 2,
      remainingToday: 1440,
    })
  })

  it('asks for JSON, in the language wanted, with the key in a header', async () => {
    const { client, requests } = clientWith(() => ({ body: sample('artist-and-search-artists')[0] }), { language: 'de' })
    expect((await client.artist(mbid)).name).toBe('The Beatles')
    const { headers, path } = requests[0]!
    expect(path).toBe(`/rest/1.0/artist/${mbid}`)
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

  it.each<[string, (client: Setlistfm) => PromiseLike<unknown>, unknown]>([
    [`/artist/${mbid}`, (client) => client.artist(mbid.toUpperCase()), sample('artist-and-search-artists')[0]],
    ['/setlist/63de4613', (client) => client.setlist('63de4613'), { id: '63de4613' }],
    ['/venue/6bd6ca6e', (client) => client.venue('6bd6ca6e'), sample('venue-and-search-venues')[0]],
    ['/city/5357527', (client) => client.city(5357527), sample('city-and-search-cities')[0]],
    ['/user/Metal-42', (client) => client.user('Metal-42'), sample('user')[0]],
    ['/user/a%20b%2Fc', (client) => client.user('a b/c'), sample('user')[0]],
  ])('asks %s and takes 404 for "no such thing"', async (path, ask, body) => {
    const { client, requests } = clientWith((_, index) => (index === 0 ? { body } : notFound))
    expect(await ask(client)).toEqual(body)
    expect(requests[0]!.path).toBe(`/rest/1.0${path}`)
    expect(await refusalOf(ask(client))).toMatchObject({ code: 'upstream-not-found', status: 404 })
  })

  const lists: readonly [string, (client: Setlistfm) => AsyncIterable<unknown>, Readonly<Record<string, string>>][] = [
    [`/artist/${mbid}/setlists`, (client) => client.artistSetlists(mbid), {}],
    ['/search/artists', (client) => client.searchArtists({ name: 'Ünïcode & Co' }), { artistName: 'Ünïcode & Co', sort: 'relevance' }],
    ['/search/artists', (client) => client.searchArtists({ mbid }), { artistMbid: mbid, sort: 'relevance' }],
    ['/search/artists', (client) => client.searchArtists({ tmid: 735610 }), { artistTmid: '735610', sort: 'relevance' }],
    [
      '/search/setlists',
      (client) =>
        client.searchSetlists({ artistMbid: mbid, date: '2024-08-16', cityId: '2267057', year: 2024, tourName: 'x', venueId: '33d4a8c9' }),
      { artistMbid: mbid, date: '16-08-2024', cityId: '2267057', year: '2024', tourName: 'x', venueId: '33d4a8c9' },
    ],
    [
      '/search/setlists',
      (client) => client.updatedSetlists({ since: new Date('2026-11-20T23:05:09.999Z') }),
      { lastUpdated: '20261120230509' },
    ],
    [
      '/search/setlists',
      (client) => client.updatedSetlists({ since: new Date('2026-11-20T23:05:09Z'), artistMbid: mbid }),
      { lastUpdated: '20261120230509', artistMbid: mbid },
    ],
    ['/venue/6bd6ca6e/setlists', (client) => client.venueSetlists('6bd6ca6e'), {}],
    ['/search/venues', (client) => client.searchVenues({ name: 'Hall', country: 'DE' }), { name: 'Hall', country: 'DE' }],
    ['/search/cities', (client) => client.searchCities({ name: 'Berlin', country: 'DE' }), { name: 'Berlin', country: 'DE' }],
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
    const { client } = clientWith(() => ({ status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' }))
    expect((await refusalOf(client.searchArtists({ name: 'x' }).toArray({ limit: 1 }))).code).toBe('upstream-not-found')
  })
})

describe('lists of setlist.fm', () => {
  it('read to the last page, which is the total divided by the page', async () => {
    const { client, requests } = clientWith(setlistServer(numbered(60)))
    const pages = await Array.fromAsync(client.artistSetlists(mbid).pages())
    expect(pages.map(({ items, total, next }) => [items.length, total, next])).toEqual([
      [20, 60, '2'],
      [20, 60, '3'],
      [20, 60, null],
    ])
    expect(requests.map(({ query }) => query.get('p'))).toEqual(['1', '2', '3'])
  })

  it('go on at the number of a page', async () => {
    const { client, requests } = clientWith(setlistServer(numbered(45)))
    const pages = await Array.fromAsync(client.artistSetlists(mbid).pages({ from: '3' }))
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(numbered(45).slice(40))
    expect(requests.map(({ query }) => query.get('p'))).toEqual(['3'])
  })

  it('end behind the last page', async () => {
    const { client } = clientWith(setlistServer(numbered(5)))
    const pages = await Array.fromAsync(client.artistSetlists(mbid).pages({ from: '9' }))
    expect(pages).toEqual([{ items: [], total: null, next: null }])
  })

  it('end at an empty page, whatever the total says', async () => {
    const { client, requests } = clientWith(({ query }) => ({
      body: { total: 2073, itemsPerPage: 20, setlist: query.get('p') === '1' ? [{ id: '63de4613' }] : [] },
    }))
    expect(await client.artistSetlists(mbid).toArray({ limit: 100 })).toHaveLength(1)
    expect(requests).toHaveLength(2)
  })

  it('take a single item without brackets for a list of one', async () => {
    const { client } = clientWith(() => ({ body: { total: 1, itemsPerPage: 20, setlist: { id: '63de4613' } } }))
    expect(await client.artistSetlists(mbid).toArray({ limit: 5 })).toMatchObject([{ id: '63de4613' }])
  })

  it('of updates give each version once, though edits shift the pages meanwhile', async () => {
    const ids = numbered(30)
    const { client } = clientWith((request, index) => setlistServer(index === 0 ? ids : ['0000ffff', ...ids])(request))
    const updates = client.updatedSetlists({ since: new Date('2026-11-20T00:00:00Z') })
    const found = (await updates.toArray({ limit: 100 })).map(({ id }) => id)
    expect(found).toEqual(ids)
    expect(await updates.toArray({ limit: 100 })).toHaveLength(31)
  })

  it.each(['0', '-1', 'last', '1.5', ''])('refuse %j as a position', async (from) => {
    const { client } = clientWith(() => notFound)
    await expect(Array.fromAsync(client.artistSetlists(mbid).pages({ from }))).rejects.toThrow(InvalidInputError)
  })
})

describe('the bridge from Ticketmaster', () => {
  it('finds the artist that setlist.fm keeps under the number', async () => {
    const { client, requests } = clientWith(() => ({ body: sample('artist-and-search-artists')[1] }))
    expect((await client.artistByTicketmasterId(735610))?.mbid).toBe(mbid)
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

describe('refusals of setlist.fm', () => {
  it.each<[string, (client: Setlistfm) => unknown]>([
    ['an artist that is no MusicBrainz id', (client) => client.artist('The Beatles')],
    ['a setlist by its address', (client) => client.setlist('https://www.setlist.fm/setlist/x-63de4613.html')],
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
    const error = await refusalOf(client.artist(mbid))
    expect(error).toMatchObject({ code: 'unauthenticated', status: 403 })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(apiKey)
    expect(requests).toHaveLength(1)
  })

  it('wait as long as a Retry-After asks', async () => {
    const { client, clock, requests } = clientWith((_, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '7' }, body: { code: 429 } } : { body: { mbid, name: 'x' } },
    )
    await client.artist(mbid)
    expect(requests).toHaveLength(2)
    expect(clock.now().getTime() - Date.parse('2026-11-21T12:00:00Z')).toBeGreaterThanOrEqual(7000)
  })

  it('fail at once, and say until when, where a Retry-After asks for too much', async () => {
    const { client, requests } = clientWith(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    const error = await refusalOf(client.artist(mbid))
    expect(error).toMatchObject({ code: 'rate-limited', retryAt: new Date('2026-11-21T13:00:00Z') })
    expect(requests).toHaveLength(1)
  })

  it('pause shortly after a 429 that says nothing', async () => {
    const { client, clock, requests } = clientWith((_, index) =>
      index === 0 ? { status: 429 } : { body: { mbid, name: 'x' } },
    )
    await client.artist(mbid)
    expect(requests).toHaveLength(2)
    expect(clock.now().getTime()).toBeGreaterThan(Date.parse('2026-11-21T12:00:00Z'))
  })

  it.each([502, 503, 504])('repeat what failed with %i', async (status) => {
    const { client, requests } = clientWith((_, index) =>
      index < 2 ? { status, body: '<html>gateway</html>' } : { body: { mbid, name: 'x' } },
    )
    await client.artist(mbid)
    expect(requests).toHaveLength(3)
  })

  it.each([
    ['XML', '<?xml version="1.0"?><artist/>'],
    ['nothing', ''],
    ['JSON cut off', '{"mbid":"b10bb'],
    ['a list', []],
  ])('tell %s from an answer', async (_, body) => {
    const { client, requests } = clientWith(() => ({ body }))
    expect((await refusalOf(client.artist(mbid))).code).toBe('unexpected-response')
    expect(requests).toHaveLength(1)
  })

  it('leave health and metrics to ask, and spend a call on health only when told to', async () => {
    const { client } = clientWith(() => ({ body: sample('search-countries')[0] }))
    expect(await client.health()).toMatchObject({ service: 'setlistfm', status: 'up' })
    expect(client.metrics().requests).toBe(0)
    expect(await client.health({ probe: true })).toMatchObject({ status: 'up', error: null })
    expect(client.metrics().requestsByEndpoint).toEqual({ 'GET /search/countries': 1 })
  })
})
