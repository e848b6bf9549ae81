import { describe, expect, it } from 'vitest'
import { createTicketmaster, type Ticketmaster } from '../../../src/clients/ticketmaster/client.ts'
import { InvalidInputError, InvalidOptionsError } from '../../../src/core/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { evenings, eventServer } from './support/event-server.ts'
import { type ScriptedAnswer, scriptedFetch } from './support/scripted-fetch.ts'

const nothing = { body: { page: { size: 100, totalElements: 0, totalPages: 0, number: 0 } } }

function clientWith(answer: () => ScriptedAnswer) {
  const service = scriptedFetch(answer)
  const { fetch, requests } = service
  return { requests, client: createTicketmaster({ apiKey: 'k3y', fetch, limits: { perSecond: null } }) }
}

async function askedBy(list: (client: Ticketmaster) => AsyncIterable<unknown>) {
  const { client, requests } = clientWith(() => nothing)
  expect(await Array.fromAsync(list(client))).toEqual([])
  return { path: requests[0]!.path, ...Object.fromEntries(requests[0]!.query) }
}

describe('createTicketmaster', () => {
  it.each([
    { apiKey: '' },
    { apiKey: 'a key' },
    { apiKey: undefined as unknown as string },
    { apiKey: 'k', locale: 'a b' },
  ])('refuses %j with a message that shows what to write', (options) => {
    expect(() => createTicketmaster(options)).toThrow(InvalidOptionsError)
  })

  it('keeps to 5 requests a second and 5,000 a day unless told otherwise', async () => {
    const { fetch } = scriptedFetch(() => nothing)
    const budget = await createTicketmaster({ apiKey: 'k3y', fetch }).budget()
    expect(budget).toMatchObject({ perDay: 5000, perSecond: 5, remainingToday: 5000 })
    expect(budget.background.remaining).toBe(4500)
  })

  it('sends every parameter of an event search as the service spells it', async () => {
    const asked = await askedBy((client) =>
      client.events({
        keyword: 'metal',
        attractionId: ['K8vZ9171Lz0', 'K8vZ917Kew0'],
        venueId: 'KovZpZAEA76A',
        segmentId: 'KZFzniwnSyZfZ7v7nJ',
        classificationName: ['rock', 'metal'],
        near: { latitude: 57.64911, longitude: 10.40744, radiusKm: 12.2 },
        startDateTime: new Date('2026-12-01T19:00:00.123Z'),
        endDateTime: new Date('2027-12-01T19:00:00.999Z'),
        localStartDateTime: ['2026-12-01T00:00:00', '2026-12-02T23:59:59'],
        startEndDateTime: [new Date('2026-12-01T00:00:00Z'), new Date('2026-12-02T00:00:00Z')],
        onsaleOnStartDate: '2026-11-30',
        city: ['Chicago', 'Berlin'],
        countryCode: 'US',
        includeTBA: 'yes',
        includeSpellcheck: true,
        size: 50,
        sort: 'date,name,asc',
      }),
    )
    expect(asked).toEqual({
      path: '/discovery/v2/events',
      apikey: 'k3y',
      locale: '*',
      keyword: 'metal',
      attractionId: 'K8vZ9171Lz0,K8vZ917Kew0',
      venueId: 'KovZpZAEA76A',
      segmentId: 'KZFzniwnSyZfZ7v7nJ',
      classificationName: 'rock,metal',
      geoPoint: 'u4pruydqq',
      radius: '13',
      unit: 'km',
      startDateTime: '2026-12-01T19:00:00Z',
      endDateTime: '2027-12-01T19:00:00Z',
      localStartDateTime: '2026-12-01T00:00:00,2026-12-02T23:59:59',
      startEndDateTime: '2026-12-01T00:00:00Z,2026-12-02T00:00:00Z',
      onsaleOnStartDate: '2026-11-30',
      city: 'Chicago,Berlin',
      countryCode: 'US',
      includeTBA: 'yes',
      includeSpellcheck: 'yes',
      size: '50',
      page: '0',
      sort: 'date,name,asc',
    })
  })

  it.each<[string, (client: Ticketmaster) => AsyncIterable<unknown>]>([
    ['/discovery/v2/events', (client) => client.events({})],
    ['/discovery/v2/attractions', (client) => client.attractions({ keyword: 'Slayer' })],
    ['/discovery/v2/venues', (client) => client.venues({ keyword: 'Arena' })],
    ['/discovery/v2/classifications', (client) => client.classifications()],
  ])('reads a search of %s that finds nothing as an empty list', async (path, list) => {
    expect((await askedBy(list)).path).toBe(path)
  })

  it.each<[string, (client: Ticketmaster) => PromiseLike<unknown>]>([
    ['/events/G5vYZ9', (client) => client.event('G5vYZ9')],
    ['/events/G5vYZ9/images', (client) => client.eventImages('G5vYZ9')],
    ['/attractions/G5vYZ9', (client) => client.attraction('G5vYZ9')],
    ['/venues/G5vYZ9', (client) => client.venue('G5vYZ9')],
    ['/classifications/segments/G5vYZ9', (client) => client.segment('G5vYZ9')],
    ['/classifications/genres/G5vYZ9', (client) => client.genre('G5vYZ9')],
    ['/classifications/subgenres/G5vYZ9', (client) => client.subgenre('G5vYZ9')],
  ])('asks %s by id', async (path, ask) => {
    const { client, requests } = clientWith(() => ({ body: { id: 'G5vYZ9' } }))
    await ask(client)
    expect(requests.map((request) => request.path)).toEqual([`/discovery/v2${path}`])
  })

  it.each<[string, (client: Ticketmaster) => PromiseLike<unknown>]>([
    ['event', (client) => client.event('vvG1iZ9')],
    ['attraction', (client) => client.attraction('K8vZ9171Lz0')],
    ['venue', (client) => client.venue('KovZpZAEA76A')],
  ])('does not take another %s for the one asked for', async (_, ask) => {
    const { client } = clientWith(() => ({ body: { id: 'Z698xZu0Zaaxy' } }))
    await expect(ask(client)).rejects.toMatchObject({
      code: 'unexpected-response',
      issues: ['id: not the id that was asked for'],
    })
  })

  it('takes the new id for an answer to one of the old kind', async () => {
    const { client } = clientWith(() => ({ body: { id: 'K8vZ9171Lz0' } }))
    expect((await client.attraction('807244')).id).toBe('K8vZ9171Lz0')
  })

  it('looks an event up with its day unannounced too, unless told otherwise', async () => {
    const { client, requests } = clientWith(() => ({ body: { id: 'G5vYZ9' } }))
    await client.event('G5vYZ9')
    await client.event('G5vYZ9', { includeTba: false })
    expect(requests.map(({ query }) => query.get('includeTBA'))).toEqual(['yes', null])
  })

  it('reads the recorded classification as a tree', async () => {
    const [recording] = readRecorded('ticketmaster', 'classifications/classification-detail.nock.json') as [
      { response: unknown },
    ]
    const { client } = clientWith(() => ({ body: recording.response }))
    const { segment } = await client.classification('KZFzniwnSyZfZ7v7na')
    expect(segment?.name).toBe('Arts & Theatre')
    expect(segment?._embedded?.genres?.[0]?._embedded?.subgenres?.[0]?.name).toBe('Magic')
  })

  it('suggests', async () => {
    const { client, requests } = clientWith(() => ({
      body: { _embedded: { attractions: [{ id: 'K8vZ9171Lz0', name: 'Slipknot' }] } },
    }))
    const near = { latitude: 57.64911, longitude: 10.40744 }
    const found = await client.suggest({ keyword: 'slip', near, includeFuzzy: true })
    expect(found._embedded?.attractions?.[0]?.name).toBe('Slipknot')
    expect(Object.fromEntries(requests[0]!.query)).toMatchObject({
      keyword: 'slip',
      geoPoint: 'u4pruydqq',
      radius: '50',
      includeFuzzy: 'yes',
      size: '5',
    })
  })

  it('counts pages by itself, whatever the links of an answer say', async () => {
    const server = eventServer(() => evenings(250))
    const client = createTicketmaster({ apiKey: 'k3y', fetch: server.fetch, limits: { perSecond: null } })
    expect(await client.events({ size: 100 }).toArray({ limit: 1000 })).toHaveLength(250)
    expect(server.requests.map(({ query }) => query.get('page'))).toEqual(['0', '1', '2'])
    expect(server.requests.every(({ query }) => query.getAll('apikey').join() === 'k3y')).toBe(true)
  })

  it.each([
    [200, 1200],
    [100, 1100],
    [150, 1050],
  ])('ends a search with pages of %i at the wall, after %i events', async (size, count) => {
    const server = eventServer(() => evenings(2000))
    const client = createTicketmaster({ apiKey: 'k3y', fetch: server.fetch, limits: { perSecond: null } })
    const pages = await Array.fromAsync(client.events({ size }).pages())
    expect(pages.flatMap(({ items }) => items)).toHaveLength(count)
    expect(pages.at(-1)).toMatchObject({ total: 2000, next: null })
  })

  it('goes on with a search at the next of an earlier page', async () => {
    const server = eventServer(() => evenings(250))
    const client = createTicketmaster({ apiKey: 'k3y', fetch: server.fetch, limits: { perSecond: null } })
    const pages = await Array.fromAsync(client.events({}).pages({ from: '2' }))
    expect(pages.map(({ items }) => items.length)).toEqual([50])
  })

  it.each<[string, (client: Ticketmaster) => unknown]>([
    ['a URL for an id', (client) => client.event('https://www.ticketmaster.com/event/0200503CDE7B7')],
    ['an id that would leave its path', (client) => client.venue('../events')],
    ['an empty id', (client) => client.attraction('')],
    ['an empty list of ids', (client) => client.events({ attractionId: [] })],
    ['pages of 201', (client) => client.events({ size: 201 })],
    ['an invalid Date', (client) => client.events({ startDateTime: new Date('soon') })],
    [
      'a year of five digits',
      (client) => client.events({ endDateTime: new Date('+012345-01-01T00:00:00Z') }),
    ],
    [
      'a window that ends before it begins',
      (client) => client.events({ startDateTime: new Date(2000), endDateTime: new Date(1000) }),
    ],
    [
      'a malformed local time',
      (client) => client.events({ localStartDateTime: ['2026-12-01', '2026-12-02'] }),
    ],
    ['a day that does not exist', (client) => client.events({ onsaleOnStartDate: '2026-02-30' })],
    ['a place off the map', (client) => client.events({ near: { latitude: 95, longitude: 0 } })],
    ['a circle of no size', (client) => client.venues({ near: { latitude: 5, longitude: 0, radiusKm: 0 } })],
    ['a suggestion for nothing', (client) => client.suggest({ keyword: '  ' })],
  ])('refuses %s without a request: the service would count it', (_, ask) => {
    const { client, requests } = clientWith(() => nothing)
    expect(() => ask(client)).toThrow(InvalidInputError)
    expect(requests).toHaveLength(0)
  })

  it('refuses a position that lies behind the wall', async () => {
    const { client } = clientWith(() => nothing)
    await expect(Array.fromAsync(client.events({}).pages({ from: '11' }))).rejects.toThrow(InvalidInputError)
    await expect(Array.fromAsync(client.events({}).pages({ from: '-1' }))).rejects.toThrow(InvalidInputError)
  })

  it('offers every endpoint by request, with metrics and health', async () => {
    const { client } = clientWith(() => ({ body: { id: 'KZFzniwnSyZfZ7v7nJ', name: 'Music' } }))
    expect(await client.health()).toMatchObject({ service: 'ticketmaster', status: 'up' })
    expect(client.metrics().requests).toBe(0)
    expect(await client.health({ probe: true })).toMatchObject({ status: 'up', error: null })
    expect(client.metrics().requests).toBe(1)
    const { data, response } = await client.segment('KZFzniwnSyZfZ7v7nJ').withResponse()
    expect(data.name).toBe('Music')
    expect(response.status).toBe(200)
  })
})
