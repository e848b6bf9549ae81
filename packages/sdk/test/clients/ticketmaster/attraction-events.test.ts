import { describe, expect, it } from 'vitest'
import { createTicketmaster } from '../../../src/clients/ticketmaster/client.ts'
import type { Event } from '../../../src/clients/ticketmaster/schemas.ts'
import { InvalidInputError } from '../../../src/core/errors.ts'
import type { List, UpstreamPage } from '../../../src/upstream/list.ts'
import { evenings, eventServer, type ListedEvent } from './support/event-server.ts'
import type { ScriptedFetch } from './support/scripted-fetch.ts'

const artist = 'K8vZ9171Lz0'
const unlimited = { perSecond: null, perDay: null }

const clientOf = ({ fetch }: ScriptedFetch) =>
  createTicketmaster({ apiKey: 'k3y-of-a-test', fetch, limits: unlimited })

async function readAll(list: List<Event>, from?: string): Promise<UpstreamPage<Event>[]> {
  return Array.fromAsync(list.pages(from === undefined ? {} : { from }))
}

const idsOf = (pages: readonly UpstreamPage<Event>[]) =>
  pages.flatMap(({ items }) => items.map(({ id }) => id))

describe('the events of an attraction', () => {
  it('takes one call for 200 dated events, and one each for those to be announced and to be decided', async () => {
    const listed: ListedEvent[] = [
      ...evenings(200),
      { id: 'tba1', at: null, unannounced: 'tba' },
      { id: 'tbd1', at: null, unannounced: 'tbd' },
    ]
    const server = eventServer(() => listed)
    const pages = await readAll(clientOf(server).attractionEvents(artist))
    expect(idsOf(pages).toSorted()).toEqual(listed.map(({ id }) => id).toSorted())
    expect(server.requests.map(({ query }) => [query.get('includeTBA'), query.get('includeTBD')])).toEqual([
      ['no', 'no'],
      ['only', null],
      [null, 'only'],
    ])
    expect(server.requests.every(({ query }) => query.get('attractionId') === artist)).toBe(true)
    expect(server.requests.every(({ query }) => query.get('sort') === 'id,asc')).toBe(true)
    expect(pages.at(-1)).toMatchObject({ total: 202, next: null })
  })

  it('asks once when unannounced events are not wanted', async () => {
    const server = eventServer(() => evenings(3))
    const events = clientOf(server).attractionEvents(artist, { includeUnannounced: false })
    expect(await events.toArray({ limit: 10 })).toHaveLength(3)
    expect(server.requests).toHaveLength(1)
  })

  it('gives an empty list for an attraction without events, though nothing is embedded', async () => {
    const pages = await readAll(clientOf(eventServer(() => [])).attractionEvents(artist))
    expect(idsOf(pages)).toEqual([])
    expect(pages.at(-1)?.total).toBe(0)
  })

  it('asks for nothing before the first item is asked for', () => {
    const server = eventServer(() => evenings(3))
    clientOf(server).attractionEvents(artist)
    expect(server.requests).toHaveLength(0)
  })

  it('reads the 1,200 events that can be paged through without cutting', async () => {
    const server = eventServer(() => evenings(1200))
    const pages = await readAll(clientOf(server).attractionEvents(artist, { includeUnannounced: false }))
    expect(new Set(idsOf(pages)).size).toBe(1200)
    expect(server.requests).toHaveLength(6)
  })

  it.each([
    ['spread evenly', evenings(3000)],
    [
      'crowded into one week',
      [...evenings(400), ...evenings(2600, { from: '2027-02-01T10:00:00Z', everyMinutes: 3, prefix: 'Z6' })],
    ],
    ['more than the service counts', evenings(11_000, { everyMinutes: 60 })],
  ])('gives every event once behind the wall: %s', async (_, listed) => {
    const server = eventServer(() => listed)
    const pages = await readAll(clientOf(server).attractionEvents(artist, { includeUnannounced: false }))
    expect(idsOf(pages)).toHaveLength(listed.length)
    expect(new Set(idsOf(pages)).size).toBe(listed.length)
    expect(pages.at(-1)?.total).toBe(listed.length)
    // One page for 200 events, and a half-empty one at the end of every window.
    expect(server.requests.length).toBeLessThan((listed.length / 200) * 1.5 + 4)
  })

  it('never asks for a page behind the wall', async () => {
    const server = eventServer(() => evenings(5000))
    await readAll(clientOf(server).attractionEvents(artist))
    const offsets = server.requests.map(({ query }) => Number(query.get('size')) * Number(query.get('page')))
    expect(Math.max(...offsets)).toBeLessThanOrEqual(1000)
  })

  it('cuts windows so that they share no second', async () => {
    const server = eventServer(() => evenings(3000))
    const window = { from: new Date('2026-01-01T00:00:00.750Z'), to: new Date('2030-01-01T00:00:00Z') }
    await readAll(clientOf(server).attractionEvents(artist, { ...window, includeUnannounced: false }))
    const [whole, ...pieces] = [
      ...new Set(
        server.requests.map(({ query }) => `${query.get('startDateTime')} ${query.get('endDateTime')}`),
      ),
    ].map((text) => text.split(' ').map((edge) => Date.parse(edge)))
    expect(whole).toEqual([Date.parse('2026-01-01T00:00:00Z'), Date.parse('2030-01-01T00:00:00Z')])
    expect(pieces[0]?.[0]).toBe(whole?.[0])
    expect(pieces.at(-1)?.[1]).toBe(whole?.[1])
    for (const [index, piece] of pieces.slice(1).entries()) expect(piece[0]).toBe(pieces[index]![1]! + 1000)
  })

  it('cuts behind a second that holds the whole sample', async () => {
    const crowd = Array.from({ length: 600 }, (_, index) => ({
      id: `aa${index}`,
      at: '2026-12-24T18:00:00Z',
    }))
    const later = evenings(1000, { from: '2027-01-01T18:00:00Z' })
    const pages = await readAll(
      clientOf(eventServer(() => [...crowd, ...later])).attractionEvents(artist, {
        includeUnannounced: false,
      }),
    )
    expect(new Set(idsOf(pages)).size).toBe(1600)
  })

  it('gives what can be reached of a single second, and a total that shows the gap', async () => {
    const crowd = Array.from({ length: 1500 }, (_, index) => ({
      id: `aa${index}`,
      at: '2026-12-24T18:00:00Z',
    }))
    const pages = await readAll(
      clientOf(eventServer(() => crowd)).attractionEvents(artist, { includeUnannounced: false }),
    )
    expect(new Set(idsOf(pages)).size).toBe(1200)
    expect(pages.at(-1)?.total).toBe(1500)
  })

  it('ends although the service ignores dates', async () => {
    const server = eventServer(() => evenings(3000))
    const blind: ScriptedFetch = {
      requests: server.requests,
      fetch: (input, init) => {
        const url = new URL(new Request(input, init).url)
        url.searchParams.delete('startDateTime')
        url.searchParams.delete('endDateTime')
        return server.fetch(url)
      },
    }
    await readAll(clientOf(blind).attractionEvents(artist, { includeUnannounced: false }))
    expect(server.requests.length).toBeLessThan(400)
  })

  it('goes on in another process at any page, and gives the rest', async () => {
    const listed = [...evenings(2500), { id: 'tba1', at: null, unannounced: 'tba' as const }]
    const whole = await readAll(clientOf(eventServer(() => listed)).attractionEvents(artist))
    for (const [index, page] of whole.entries()) {
      if (page.next === null) continue
      const rest = await readAll(clientOf(eventServer(() => listed)).attractionEvents(artist), page.next)
      expect(idsOf(rest)).toEqual(idsOf(whole.slice(index + 1)))
      expect(rest.at(-1)?.total).toBe(whole.at(-1)?.total)
    }
  })

  it('gives an event once that pages repeat, and leaves the repeat out of the total', async () => {
    const listed = evenings(450)
    let asked = 0
    const server = eventServer(() => {
      asked++
      // Between two pages an event with a low id is added: the last of page 0 comes again on page 1.
      return asked === 1 ? listed : [{ id: 'aaaa', at: '2026-12-01T20:00:00Z' }, ...listed]
    })
    const pages = await readAll(clientOf(server).attractionEvents(artist, { includeUnannounced: false }))
    expect(new Set(idsOf(pages)).size).toBe(idsOf(pages).length)
    expect(pages.at(-1)?.total).toBe(450)
  })

  it('gives each iteration the whole list', async () => {
    const events = clientOf(eventServer(() => evenings(5))).attractionEvents(artist)
    expect(await events.toArray({ limit: 10 })).toHaveLength(5)
    expect(await events.toArray({ limit: 10 })).toHaveLength(5)
  })

  it.each(['', 'page 2', '{"section":"dated"}', '{}', '7'])('refuses %j as a position', async (from) => {
    await expect(readAll(clientOf(eventServer(() => [])).attractionEvents(artist), from)).rejects.toThrow(
      InvalidInputError,
    )
  })

  it('refuses a window that ends before it begins, and a URL for an id', () => {
    const client = clientOf(eventServer(() => []))
    const window = { from: new Date('2027-01-02'), to: new Date('2027-01-01') }
    expect(() => client.attractionEvents(artist, window)).toThrow(InvalidInputError)
    expect(() =>
      client.attractionEvents('https://www.ticketmaster.com/slipknot-tickets/artist/807244'),
    ).toThrow(/URL.*not an id of the Discovery API/)
  })
})
