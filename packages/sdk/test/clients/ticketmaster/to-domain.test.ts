import { describe, expect, it } from 'vitest'
import { genresOf, isMusic, musicSegmentId } from '../../../src/clients/ticketmaster/classification.ts'
import { externalLinksOf, siteIdOf } from '../../../src/clients/ticketmaster/external-links.ts'
import { Attraction, Event, Venue } from '../../../src/clients/ticketmaster/schemas.ts'
import { toArtistDraft, toVenueDraft, toVenueDraftOf } from '../../../src/clients/ticketmaster/to-domain.ts'
import { recordedAttraction, recordedEvent, recordedEvents } from './support/recorded-ticketmaster.ts'

const at = new Date('2026-11-21T12:00:00Z')
const slipknot = () => recordedEvent('event.rescheduled.slipknot-prague')._embedded!.attractions![0]!

const attractionWith = (fields: object) => Attraction.parse({ id: 'K8vZ1', name: 'Velvet Harbor', ...fields })
const venueWith = (fields: object) => Venue.parse({ id: 'KovZ1', name: 'Harbor Hall', ...fields })

describe('an artist from an attraction', () => {
  it('has name, genres, pictures, links and its own id, and no id of another service', () => {
    const { draft } = toArtistDraft(slipknot(), { at })
    expect(draft).toMatchObject({
      name: 'Slipknot',
      genres: ['Metal', 'Heavy Metal'],
      externalIds: [{ service: 'ticketmaster', id: 'K8vZ9171Lz0' }],
      source: { service: 'ticketmaster', at, url: 'http://www.ticketmaster.cz/artist/6346' },
    })
    expect(draft?.images).toHaveLength(10)
    expect(draft?.images?.[0]).toEqual({
      url: expect.stringMatching(/^https:\/\/s1\.ticketm\.net/),
      width: expect.any(Number),
      height: expect.any(Number),
      fallback: false,
      credit: null,
    })
    expect(draft?.links).toContainEqual({ name: 'homepage', url: 'http://www.slipknot1.com/' })
  })

  it('is refused with a reason when it has no name', () => {
    expect(toArtistDraft(attractionWith({ name: '  ' }), { at })).toEqual({
      draft: null,
      reason: 'the attraction has no name',
    })
  })
})

describe('the external links of an attraction', () => {
  it('name the Spotify id of the path, without what follows', () => {
    expect(externalLinksOf(slipknot())).toMatchObject({
      spotifyIds: ['05fG473iIaoy82BF1aGhL8'],
      mbids: ['a466c2a2-6517-42fb-a160-1087c3bafd9f'],
    })
  })

  it.each([
    ['spotify:artist:05fG473iIaoy82BF1aGhL8', ['05fG473iIaoy82BF1aGhL8']],
    ['https://open.spotify.com/intl-de/artist/05fG473iIaoy82BF1aGhL8/', ['05fG473iIaoy82BF1aGhL8']],
    ['http://open.spotify.com/artist/05fG473iIaoy82BF1aGhL8#top', ['05fG473iIaoy82BF1aGhL8']],
    ['https://open.spotify.com/album/05fG473iIaoy82BF1aGhL8', []],
    ['https://open.spotify.com/artist/short', []],
    ['https://evil.example/artist/05fG473iIaoy82BF1aGhL8', []],
  ])('reads %s as %j', (url, ids) => {
    expect(externalLinksOf(attractionWith({ externalLinks: { spotify: [{ url }] } })).spotifyIds).toEqual(ids)
  })

  it.each([
    [{ id: 'A466C2A2-6517-42FB-A160-1087C3BAFD9F' }, ['a466c2a2-6517-42fb-a160-1087c3bafd9f']],
    [
      { url: 'https://musicbrainz.org/artist/a466c2a2-6517-42fb-a160-1087c3bafd9f' },
      ['a466c2a2-6517-42fb-a160-1087c3bafd9f'],
    ],
    [{ id: 'unknown', url: null }, []],
  ])('reads MusicBrainz %j as %j', (link, mbids) => {
    expect(externalLinksOf(attractionWith({ externalLinks: { musicbrainz: [link] } })).mbids).toEqual(mbids)
  })

  it('leave out what is no address, and repeats', () => {
    const externalLinks = {
      twitter: [
        { url: '@slayer' },
        { url: 'https://twitter.com/slayer' },
        { url: 'https://twitter.com/slayer' },
      ],
      homepage: [{ url: 'javascript:alert(1)' }],
      wiki: null,
    }
    expect(externalLinksOf(attractionWith({ externalLinks })).links).toEqual([
      { name: 'twitter', url: 'https://twitter.com/slayer' },
    ])
    expect(externalLinksOf(attractionWith({}))).toEqual({ spotifyIds: [], mbids: [], links: [] })
  })

  it('are found as often in the recordings as counted: most name MusicBrainz, some Spotify', () => {
    const attractions = recordedEvents().flatMap(({ _embedded }) => _embedded?.attractions ?? [])
    const linked = attractions.filter(({ externalLinks }) => externalLinks?.musicbrainz)
    expect(linked.length).toBeGreaterThan(20)
    for (const attraction of linked) expect(externalLinksOf(attraction).mbids).toHaveLength(1)
  })
})

describe('the site id of an attraction', () => {
  it.each([
    ['https://www.ticketmaster.com/romeo-santos-tickets/artist/1670057', '1670057'],
    ['http://ticketmaster.com/artist/919340', '919340'],
    ['http://www.ticketmaster.cz/artist/6346', null],
    ['https://www.ticketmaster.com/event/0200503CDE7B7', null],
    [null, null],
  ])('of %s is %s', (url, id) => {
    expect(siteIdOf(attractionWith({ url }))).toBe(id)
  })
})

describe('genres', () => {
  it('leave out the placeholders and put the main one first', () => {
    const classifications = [
      { primary: false, genre: { name: 'Pop' }, subGenre: { name: 'Other' } },
      { primary: true, genre: { name: 'Rock' }, subGenre: { name: 'Undefined' } },
    ]
    expect(genresOf(attractionWith({ classifications }))).toEqual(['Rock', 'Pop'])
    expect(genresOf(attractionWith({}))).toEqual([])
  })
})

describe('music', () => {
  const eventWith = (classifications: object[]) => Event.parse({ id: 'e', classifications })

  it('is what is filed under the segment, not what has a genre called Music', () => {
    expect(isMusic(eventWith([{ segment: { id: musicSegmentId, name: 'Music' } }]))).toBe(true)
    expect(
      isMusic(eventWith([{ segment: { id: 'KZFzniwnSyZfZ7v7nn', name: 'Film' }, genre: { name: 'Music' } }])),
    ).toBe(false)
    expect(isMusic(eventWith([]))).toBe(false)
  })

  it('is judged by the attractions when the event is not filed', () => {
    const attraction = { id: 'a', classifications: [{ segment: { id: musicSegmentId } }] }
    expect(isMusic(Event.parse({ id: 'e', _embedded: { attractions: [attraction] } }))).toBe(true)
  })
})

describe('a venue', () => {
  it('has an address, a zone, and coordinates that came as strings', () => {
    const { draft } = toVenueDraftOf(recordedEvent('event.rescheduled.slipknot-prague'), { at })
    expect(draft).toMatchObject({
      name: 'O2 Arena',
      address: 'Českomoravská 2345/17a',
      city: 'Praha 9',
      countryCode: 'CZ',
      postalCode: '19000',
      timeZone: 'Europe/Prague',
      coordinates: { latitude: 50.10479, longitude: 14.49377 },
      externalIds: [{ service: 'ticketmaster', id: 'Z598xZu0Zdv61' }],
    })
  })

  it('loses stray spaces', () => {
    const venue = venueWith({ name: 'The  Pavilion ', city: { name: ' New York ' } })
    expect(toVenueDraft(venue, { at }).draft).toMatchObject({ name: 'The Pavilion', city: 'New York' })
  })

  it.each([
    [undefined],
    [{ latitude: '0', longitude: '0.0' }],
    [{ latitude: '95', longitude: '10' }],
    [{ latitude: 'north', longitude: '10' }],
    [{ latitude: '', longitude: '' }],
  ])('lies nowhere when its location is %j', (location) => {
    expect(toVenueDraft(venueWith({ location }), { at }).draft?.coordinates).toBeNull()
  })

  it.each([
    ['us', 'US'],
    ['USA', null],
    ['𐀀', null],
  ])('is in a country of two letters or in none: %s', (countryCode, code) => {
    expect(toVenueDraft(venueWith({ country: { countryCode } }), { at }).draft?.countryCode).toBe(code)
  })

  it('has no zone when its zone is not one', () => {
    expect(toVenueDraft(venueWith({ timezone: 'Mars/Olympus' }), { at }).draft?.timeZone).toBeNull()
  })

  it('is made of the place where a listing has no venue, the same one each time', () => {
    const event = recordedEvent('event.place-instead-of-venue.universe')
    const { draft } = toVenueDraftOf(event, { at })
    expect(draft).toMatchObject({
      name: '6713 ON-7, Havelock, ON K0L 1Z0, Canada',
      city: 'Quinte West',
      stateCode: 'ON',
      countryCode: 'CA',
      coordinates: { latitude: 44.4363238, longitude: -77.82921099999999 },
      externalIds: [
        { service: 'setvote', id: 'place:6713 on-7, havelock, on k0l 1z0, canada|quinte west|ca' },
      ],
    })
    expect(toVenueDraftOf(event, { at: new Date(0) }).draft?.externalIds).toEqual(draft?.externalIds)
  })

  it('is refused with a reason when nothing names it', () => {
    expect(toVenueDraft(venueWith({ name: null }), { at }).reason).toBe('the venue has no name')
    expect(toVenueDraftOf(Event.parse({ id: 'e' }), { at }).reason).toBe('the event names no venue')
    const nowhere = Event.parse({ id: 'e', place: { city: { name: 'Berlin' } } })
    expect(toVenueDraftOf(nowhere, { at }).reason).toBe('the place has neither a name nor an address')
  })

  it('of an attraction search carries ids as they are', () => {
    expect(recordedAttraction('attraction.romeo-santos').id).toBe('K8vZ9172820')
  })
})
