import { describe, expect, it } from 'vitest'
import { decodeGeohash } from '../../../src/sandbox/services/geohash.ts'
import { answerTicketmaster } from '../../../src/sandbox/services/ticketmaster.ts'
import type { EventTrait } from '../../../src/sandbox/world/traits.ts'
import { artistWith, ask, headliner, type Json, read, world } from './ask.ts'

const attraction = headliner.attractionId!
const music = 'KZFzniwnSyZfZ7v7nJ'
const mine = world.index.eventsByAttraction.get(attraction)!
const eventWith = (trait: EventTrait) => mine.find((event) => event.traits.includes(trait))!
const plain = mine.find((event) => event.localTime !== null && !event.placeOnly)!
const search = (query: string): Json => read(answerTicketmaster, `/events?size=200&${query}`)
const list = (query: string): Json[] => search(query)._embedded?.events ?? []
const ids = (query: string): string[] => list(query).map((event: Json) => event.id)
const code = (query: string) => (ask(answerTicketmaster, `/events?${query}`).body as Json).errors?.[0].code

describe('dates in an event search', () => {
  const at = plain.startsAt!
  const shift = (seconds: number) =>
    new Date(Date.parse(at) + seconds * 1000).toISOString().replace('.000Z', 'Z')

  it('include both edges', () => {
    expect(ids(`attractionId=${attraction}&startDateTime=${at}&endDateTime=${at}`)).toContain(plain.id)
    expect(ids(`attractionId=${attraction}&startDateTime=${shift(1)}`)).not.toContain(plain.id)
    expect(ids(`attractionId=${attraction}&endDateTime=${shift(-1)}`)).not.toContain(plain.id)
  })

  it.each([
    '2026-12-01',
    '2026-12-01T00:00:00',
    '2026-12-01T00:00:00.000Z',
    '2026-12-01T00:00:00+01:00',
    'soon',
  ])('are refused as %s', (text) => {
    expect(code(`startDateTime=${encodeURIComponent(text)}`)).toBe('DIS1015')
    expect(code(`endDateTime=${encodeURIComponent(text)}`)).toBe('DIS1015')
  })

  it('may be local ones, from and to', () => {
    const local = `${plain.localDate}T${plain.localTime}`
    expect(ids(`attractionId=${attraction}&localStartDateTime=${local},${local}`)).toContain(plain.id)
    expect(ids(`attractionId=${attraction}&localStartDateTime=*,${plain.localDate}T00:00:00`)).not.toContain(
      plain.id,
    )
    expect(code('localStartDateTime=2026-12-01')).toBe('DIS1015')
  })
})

describe('events without a date', () => {
  const tba = eventWith('tba').id
  const tbd = eventWith('tbd').id
  const both = (query: string) => {
    const found = ids(`attractionId=${attraction}&${query}`)
    return [found.includes(tba), found.includes(tbd), found.includes(plain.id)]
  }

  it.each([
    ['', [false, false, true]],
    ['includeTBA=yes', [true, false, true]],
    ['includeTBD=yes', [false, true, true]],
    ['includeTBA=yes&includeTBD=yes', [true, true, true]],
    ['includeTBA=only', [true, false, false]],
    ['includeTBD=only', [false, true, false]],
    ['includeTBA=only&includeTBD=only', [false, false, false]],
  ])('asked for with "%s" are found as TBA, TBD, dated: %o', (query, expected) => {
    expect(both(query)).toEqual(expected)
  })

  it('never fit a window of dates', () => {
    expect(both('includeTBA=yes&includeTBD=yes&startDateTime=2000-01-01T00:00:00Z')).toEqual([
      false,
      false,
      true,
    ])
  })

  it('need includeTBA even when looked up by id', () => {
    expect(ids(`id=${tba}`)).toEqual([])
    expect(ids(`id=${tba}&includeTBA=yes`)).toEqual([tba])
  })
})

describe('places in an event search', () => {
  it('narrow by venue, city, state and country', () => {
    const venue = world.index.venueById.get(plain.venueId)!
    expect(ids(`venueId=${venue.ticketmasterId}`)).toContain(plain.id)
    const inCity = list(`city=${encodeURIComponent(venue.city.name)}`)
    expect(inCity.length).toBeGreaterThan(0)
    const wisconsin = list('stateCode=WI&countryCode=US')
    expect(new Set(wisconsin.map((event) => event._embedded.venues[0].state.stateCode))).toEqual(
      new Set(['WI']),
    )
    expect(ids('countryCode=XX')).toEqual([])
  })

  it('reach as far as the radius says, in miles or kilometres', () => {
    // Milwaukee is about 131 km, 81 miles from Chicago.
    const chicago = 'dp3wj'
    const cities = (query: string) =>
      new Set(
        list(`geoPoint=${chicago}&${query}`).map((event) =>
          (event._embedded?.venues?.[0] ?? event.place).city.name.trim(),
        ),
      )
    expect(cities('radius=100&unit=km')).not.toContain('Milwaukee')
    expect(cities('radius=100')).toContain('Milwaukee')
    expect(cities('radius=150&unit=km')).toContain('Milwaukee')
    expect(code('geoPoint=aaa')).toBe('DIS1016')
  })

  it('decode geohashes', () => {
    const point = decodeGeohash('u4pruydqqvj')!
    expect(point.latitude).toBeCloseTo(57.64911, 4)
    expect(point.longitude).toBeCloseTo(10.40744, 4)
    expect(decodeGeohash('')).toBeNull()
  })
})

describe('who and what in an event search', () => {
  it('may be several attractions at once', () => {
    const other = artistWith('slash-name').attractionId!
    const together = ids(`attractionId=${attraction},${other}`)
    expect(together.length).toBe(new Set(together).size)
    expect(together.length).toBe(
      new Set([...ids(`attractionId=${attraction}`), ...ids(`attractionId=${other}`)]).size,
    )
  })

  it('finds a team before the band of the same city by keyword', () => {
    const found = list(`keyword=Milwaukee`)
    expect(found.some((event) => event.classifications[0].segment.name === 'Sports')).toBe(true)
    const inMusic = list(`keyword=Milwaukee&segmentId=${music}`)
    expect(inMusic.every((event) => event.classifications[0].segment.id === music)).toBe(true)
    expect(inMusic.length).toBeLessThan(found.length)
  })

  it('finds by keyword what names no attraction, tribute evenings included', () => {
    const names = list('keyword=Velvet%20Harbor').map((event) => event.name)
    expect(names).toContain('Candlelight: The Music of Velvet Harbor')
    const lost = world.events.find(
      (event) => event.traits.includes('missing-attractions') && event.showIds[0]?.includes('artist-1-'),
    )!
    expect(ids('keyword=Velvet%20Harbor')).toContain(lost.id)
    expect(ids(`attractionId=${attraction}`)).not.toContain(lost.id)
  })

  it('means more than music by the name of music', () => {
    const segments = new Set(
      list('classificationName=music&keyword=Velvet').map((event) => event.classifications[0].segment.name),
    )
    expect(segments).toContain('Arts & Theatre')
    expect(segments).toContain('Film')
    const either = ids('classificationName=Hockey&classificationName=Musical')
    expect(either.length).toBe(
      ids('classificationName=Hockey').length + ids('classificationName=Musical').length,
    )
  })

  it('lists a festival with several attractions, and for some of them alone', () => {
    const festivals = mine.filter(
      (event) => event.traits.includes('festival') && event.source === 'ticketmaster',
    )
    const body = read(answerTicketmaster, `/events/${festivals[0]!.id}`)
    expect(body._embedded.attractions.length).toBeGreaterThan(2)
    const alone = mine.filter((event) => event.source === 'frontgate' && event.attractionIds.length === 1)
    expect(alone[0]?.showIds).toEqual(festivals[0]?.showIds)
  })
})

describe('the order of an event search', () => {
  const query = `attractionId=${attraction}`
  const ordered = (values: string[]) =>
    expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))

  it('is by date, name, venue, sale or id when asked', () => {
    const dates = list(`${query}&sort=date,asc`).map(
      (event) => event.dates.start.dateTime ?? event.dates.start.localDate,
    )
    ordered(dates.map((date: string) => date.slice(0, 10)))
    ordered(
      list(`${query}&sort=date,desc`)
        .map((event) => (event.dates.start.dateTime ?? event.dates.start.localDate).slice(0, 10))
        .toReversed(),
    )
    ordered(list(`${query}&sort=name,asc`).map((event) => event.name))
    ordered(list(`${query}&sort=name,date,asc`).map((event) => event.name))
    ordered(
      list(`${query}&sort=venueName,asc&source=ticketmaster`).map((event) => event._embedded.venues[0].name),
    )
    ordered(list(`${query}&sort=onSaleStartDate,asc`).map((event) => event.sales.public.startDateTime))
    ordered(ids(`${query}&sort=id,asc`))
  })

  it('is by distance from a point', () => {
    const near = list('geoPoint=dp3wj&radius=200&sort=distance,asc')
    const names = near.map((event) => (event._embedded?.venues?.[0] ?? event.place).city.name.trim())
    expect(names.indexOf('Chicago')).toBeLessThan(names.indexOf('Milwaukee'))
    expect(names.lastIndexOf('Chicago')).toBeLessThan(names.indexOf('Milwaukee'))
  })

  it('is the same again when asked again, and refuses the unknown', () => {
    expect(ids(query)).toEqual(ids(query))
    expect(code('sort=beauty,asc')).toBe('DIS1014')
  })
})
