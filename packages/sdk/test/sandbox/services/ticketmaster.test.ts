import { describe, expect, it } from 'vitest'
import { answerTicketmaster } from '../../../src/sandbox/services/ticketmaster.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { EventTrait } from '../../../src/sandbox/world/traits.ts'
import { artistWith, ask, headliner, type Json, read, world } from './ask.ts'

const attraction = headliner.attractionId!
const music = 'KZFzniwnSyZfZ7v7nJ'
const mine = world.index.eventsByAttraction.get(attraction)!
const dated = mine.filter((event) => event.localDate !== null)
const eventWith = (trait: EventTrait) => mine.find((event) => event.traits.includes(trait))!
const events = (query: string) => read(answerTicketmaster, `/events.json?${query}`)
const ids = (body: Json): string[] => (body._embedded?.events ?? []).map((event: Json) => event.id)

describe('Ticketmaster', () => {
  it('answers with or without .json', () => {
    for (const path of [`/events.json?attractionId=${attraction}`, `/events?attractionId=${attraction}`]) {
      expect(ask(answerTicketmaster, path)).toMatchObject({ status: 200, template: '/events' })
    }
    expect(ask(answerTicketmaster, `/attractions/${attraction}.json`)).toMatchObject({
      template: '/attractions/{id}',
    })
    expect(ask(answerTicketmaster, '/nothing')).toMatchObject({ status: 404, template: '' })
  })

  it.each(['/events/x', '/attractions/x', '/venues/x', '/classifications/x', '/events/x/images'])(
    'does not find %s',
    (path) => {
      expect(ask(answerTicketmaster, path)).toMatchObject({
        status: 404,
        body: { errors: [{ code: 'DIS1004', status: '404', detail: expect.stringContaining('id=x') }] },
      })
    },
  )

  describe('the envelope of a search', () => {
    it('links relative, echoes parameters and never the key', () => {
      const body = events(`attractionId=${attraction}&apikey=secret&size=10&page=1`)
      expect(body.page).toEqual({
        size: 10,
        totalElements: dated.length,
        totalPages: Math.ceil(dated.length / 10),
        number: 1,
      })
      expect(Object.keys(body._links)).toEqual(['first', 'prev', 'self', 'next', 'last'])
      expect(body._links.next.href).toBe(
        `/discovery/v2/events.json?attractionId=${attraction}&size=10&page=2`,
      )
      expect(JSON.stringify(body)).not.toContain('secret')
    })

    it('has no _embedded when nothing is found', () => {
      const body = events('keyword=zzzzqq')
      expect(body).not.toHaveProperty('_embedded')
      expect(body.page).toEqual({ size: 20, totalElements: 0, totalPages: 0, number: 0 })
      expect(events(`attractionId=${attraction}&page=40`)).not.toHaveProperty('_embedded')
    })

    it('gives every event once over its pages', () => {
      const pages = [0, 1, 2].map((page) =>
        ids(events(`attractionId=${attraction}&size=10&page=${page}&sort=id,asc`)),
      )
      expect(new Set(pages.flat())).toEqual(new Set(dated.map((event) => event.id)))
      expect(pages.flat()).toEqual(pages.flat().toSorted())
    })
  })

  describe('its limits', () => {
    it('serves two hundred to a page and refuses more', () => {
      expect(ask(answerTicketmaster, '/events?size=200').status).toBe(200)
      expect(ask(answerTicketmaster, '/events?size=201')).toMatchObject({
        status: 400,
        body: {
          errors: [
            {
              code: 'DIS1036',
              status: '400 BAD_REQUEST',
              detail: 'Query param "size" must be less than 200',
            },
          ],
        },
      })
    })

    it('pages to a depth of a thousand and refuses what lies behind', () => {
      const size = { artists: 1, headliner: { upcomingShows: 1300 } }
      const busy = createWorld({ seed: 7, today: '2026-11-21', size })
      const address = (page: number) =>
        `/events?attractionId=${busy.artists[0]!.attractionId}&size=200&page=${page}`
      const last = read(answerTicketmaster, address(5), { world: busy })
      expect(last.page.totalElements).toBeGreaterThan(1250)
      expect(last._embedded.events).toHaveLength(200)
      expect(ask(answerTicketmaster, address(6), { world: busy })).toMatchObject({
        status: 400,
        body: {
          errors: [{ code: 'DIS1035', _links: { about: { href: '/discovery/v2/errors.html#DIS1035' } } }],
        },
      })
      expect(ask(answerTicketmaster, '/events?size=20&page=50').status).toBe(200)
      expect(ask(answerTicketmaster, '/events?size=20&page=51').status).toBe(400)
    })
  })

  describe('an event', () => {
    it('embeds its venue and attractions, with ten pictures each', () => {
      const event = read(answerTicketmaster, `/events/${mine[0]!.id}`)
      expect(event._embedded.venues).toHaveLength(1)
      expect(event._embedded.attractions[0].id).toBe(attraction)
      expect(event.images).toHaveLength(10)
      expect(new Set(event.images.map((image: Json) => image.ratio))).toEqual(new Set(['16_9', '3_2', '4_3']))
      expect(read(answerTicketmaster, `/events/${event.id}/images`).images).toHaveLength(10)
    })

    it('writes coordinates as text, or not at all', () => {
      const [venue] = read(answerTicketmaster, '/venues?size=200')._embedded.venues
      expect(venue.location.latitude).toBeTypeOf('string')
      const bare = world.venues.find((other) => other.traits.includes('no-location'))!
      expect(read(answerTicketmaster, `/venues/${bare.ticketmasterId}`)).not.toHaveProperty('location')
      const spaced = world.venues.find((other) => other.traits.includes('stray-spaces'))!
      expect(read(answerTicketmaster, `/venues/${spaced.ticketmasterId}`).city.name).toBe(
        ` ${spaced.city.name} `,
      )
    })

    it.each([
      ['cancelled', { dates: { status: { code: 'cancelled' } } }],
      ['canceled', { dates: { status: { code: 'canceled' } } }],
      ['postponed', { dates: { status: { code: 'postponed' } } }],
      [
        'rescheduled',
        { dates: { status: { code: 'rescheduled' }, initialStartDate: { localDate: expect.any(String) } } },
      ],
      ['tba', { dates: { start: { dateTBA: true }, status: { code: 'postponed' } } }],
      ['tbd', { dates: { start: { dateTBD: true } } }],
      ['no-specific-time', { dates: { start: { noSpecificTime: true, localDate: expect.any(String) } } }],
      ['place-instead-of-venue', { place: { location: { latitude: expect.any(String) } } }],
      ['sale-placeholder', { sales: { public: { startDateTime: '1900-01-01T18:00:00Z' } } }],
      ['genre-undefined', { classifications: [{ genre: { name: 'Undefined' } }] }],
      ['genre-other', { classifications: [{ genre: { name: 'Other' } }] }],
      ['two-day-pass', { dates: { spanMultipleDays: true, end: { localDate: expect.any(String) } } }],
    ] as const)('shows %s', (trait, shape) => {
      expect(read(answerTicketmaster, `/events/${eventWith(trait).id}`)).toMatchObject(shape)
    })

    it.each([
      ['tba', 'dates.start.localDate'],
      ['tbd', 'dates.start.dateTime'],
      ['no-specific-time', 'dates.start.dateTime'],
      ['place-instead-of-venue', '_embedded.venues'],
      ['missing-timezone', 'dates.timezone'],
      ['missing-status', 'dates.status'],
      ['missing-prices', 'priceRanges'],
    ] as const)('with %s has no %s', (trait, path) => {
      expect(read(answerTicketmaster, `/events/${eventWith(trait).id}`)).not.toHaveProperty(path)
    })

    it('may name nobody who plays', () => {
      const event = world.events.find((other) => other.traits.includes('missing-attractions'))!
      expect(read(answerTicketmaster, `/events/${event.id}`)._embedded).not.toHaveProperty('attractions')
    })

    it('is sold again as a package, second hand, and as a pass', () => {
      for (const trait of ['vip-package', 'resale', 'two-day-pass'] as const) {
        const again = eventWith(trait)
        const others = mine.filter(
          (event) => event.id !== again.id && event.showIds.some((id) => again.showIds.includes(id)),
        )
        expect(others.length).toBeGreaterThan(0)
      }
      expect(ids(events(`attractionId=${attraction}&source=tmr`))).toEqual([eventWith('resale').id])
    })
  })

  describe('an attraction', () => {
    const find = (trait: Parameters<typeof artistWith>[0]) =>
      read(answerTicketmaster, `/attractions/${artistWith(trait).attractionId}`)

    it('names ids elsewhere where it knows them', () => {
      const links = find('headliner').externalLinks
      expect(links.spotify[0].url).toContain(`https://open.spotify.com/artist/${headliner.spotifyId}`)
      expect(links.musicbrainz[0].id).toBe(headliner.mbid)
      expect(find('no-spotify-link').externalLinks).not.toHaveProperty('spotify')
      expect(find('no-musicbrainz-link').externalLinks).not.toHaveProperty('musicbrainz')
      expect(find('no-links')).not.toHaveProperty('externalLinks')
    })

    it('is found by keyword among those with similar names', () => {
      const found = read(answerTicketmaster, '/attractions?keyword=Velvet%20Harbor')._embedded.attractions
      const names = found.map((other: Json) => other.name)
      expect(names).toContain('Velvet Harbor')
      expect(names).toContain('Harbor Lights – A Tribute to Velvet Harbor')
      expect(names).toContain('Velvet Harbor Hotel – The Musical')
      const inMusic = read(answerTicketmaster, `/attractions?keyword=Velvet%20Harbor&segmentId=${music}`)
      expect(inMusic._embedded.attractions.map((other: Json) => other.name)).not.toContain(
        'Velvet Harbor Hotel – The Musical',
      )
    })

    it('is looked up by several ids', () => {
      const other = artistWith('symbol-name').attractionId
      const body = read(answerTicketmaster, `/attractions?id=${attraction},${other}`)
      expect(body.page.totalElements).toBe(2)
    })
  })

  it('lists classifications as trees', () => {
    const body = read(answerTicketmaster, '/classifications')
    expect(body._embedded.classifications[0].segment).toMatchObject({ id: music, name: 'Music' })
    const rock = read(answerTicketmaster, '/classifications/genres/KnvZfZ7vAeA')
    expect(rock).toMatchObject({ name: 'Rock' })
    expect(
      read(answerTicketmaster, `/classifications/segments/${music}`)._embedded.genres.length,
    ).toBeGreaterThan(5)
    expect(read(answerTicketmaster, '/classifications/KnvZfZ7vAeA').segment.id).toBe(music)
  })

  it('suggests a few of each kind', () => {
    const { _embedded } = read(answerTicketmaster, '/suggest?keyword=Milwaukee')
    expect(_embedded.events).toHaveLength(5)
    expect(_embedded.venues.length).toBeGreaterThan(0)
    expect(_embedded.attractions.length).toBeGreaterThan(1)
  })
})
