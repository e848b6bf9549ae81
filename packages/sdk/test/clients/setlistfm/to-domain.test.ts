import { describe, expect, it } from 'vitest'
import {
  fromWireDay,
  fromWireInstant,
  toWireDay,
  toWireSecond,
} from '../../../src/clients/setlistfm/dates.ts'
import { Artist, Setlist, Venue } from '../../../src/clients/setlistfm/schemas.ts'
import {
  toArtistDraft,
  toSetlistDraft,
  toShowDraft,
  toVenueDraft,
} from '../../../src/clients/setlistfm/to-domain.ts'
import { isEmptySetlist, toSetlistSongs } from '../../../src/clients/setlistfm/to-setlist-songs.ts'
import { attributionsOf } from '../../../src/domain/attribution.ts'
import { isVotableSetlistSong, mergeSetlist } from '../../../src/domain/setlist.ts'
import { recordedSetlist, recordedSetlists } from './support/recorded-setlistfm.ts'

const at = new Date('2026-11-21T12:00:00Z')
const ids = { at, showId: 'sho_1', artistId: 'art_1' }
const setlistWith = (fields: object) => Setlist.parse({ id: '63de4613', ...fields })
const songsOf = (...song: object[]) => toSetlistSongs(setlistWith({ sets: { set: [{ song }] } }))

describe('an artist of setlist.fm', () => {
  it('is known by its MusicBrainz id', () => {
    const { artist } = recordedSetlist('the-prefix.the-national.ba331d6')
    expect(toArtistDraft(artist!, { at }).draft).toEqual({
      name: 'The National',
      sortName: 'National, The',
      disambiguation: expect.toSatisfy((text) => text === null || text !== ''),
      externalIds: [{ service: 'musicbrainz', id: artist!.mbid }],
      source: {
        service: 'setlistfm',
        at,
        url: expect.stringMatching(/^https:\/\/www\.setlist\.fm\/setlists\//),
      },
    })
  })

  it('is refused with a reason when it has no name', () => {
    expect(toArtistDraft(Artist.parse({ mbid: 'x' }), { at })).toEqual({
      draft: null,
      reason: 'the artist has no name',
    })
  })
})

describe('a hall of setlist.fm', () => {
  it('lies where its city lies', () => {
    const { venue } = recordedSetlist('cover.limperatrice.53a8d3e5')
    const { draft } = toVenueDraft(venue!, { at })
    expect(draft).toMatchObject({
      name: venue!.name,
      countryCode: 'PT',
      cityCoordinates: { latitude: venue!.city!.coords!.lat, longitude: venue!.city!.coords!.long },
      externalIds: [{ service: 'setlistfm', id: venue!.id }],
    })
    expect(draft).not.toHaveProperty('coordinates')
  })

  it.each(['', '  ', null])('named %j is refused with a reason', (name) => {
    expect(toVenueDraft(Venue.parse({ id: 'a1', name }), { at }).reason).toBe('the venue has no name')
  })

  it.each([
    {},
    { coords: {} },
    { coords: { lat: 95, long: 0 } },
    { coords: { lat: 'x', long: '1' } },
    { coords: { lat: '', long: '' } },
  ])('lies nowhere in a city like %j', (city) => {
    expect(
      toVenueDraft(Venue.parse({ id: 'a1', name: 'Hall', city }), { at }).draft?.cityCoordinates,
    ).toBeNull()
  })
})

describe('a show of setlist.fm', () => {
  it('has a day, an artist and a tour, and neither time nor status', () => {
    const setlist = recordedSetlist('cover.nick-cave-the-bad-seeds.3babc81c')
    const { draft } = toShowDraft(setlist, { at, venueId: 'ven_1', artistId: 'art_1' })
    expect(draft).toMatchObject({
      name: 'Nick Cave & the Bad Seeds: The Wild God Tour - UK & Europe 2024',
      tour: 'The Wild God Tour - UK & Europe 2024',
      localDate: '2024-10-27',
      dateStatus: 'confirmed',
      venueId: 'ven_1',
      lineup: [
        {
          artistId: 'art_1',
          name: 'Nick Cave & the Bad Seeds',
          role: 'headliner',
          ticketmasterId: null,
          mbid: setlist.artist!.mbid,
        },
      ],
      externalIds: [{ service: 'setlistfm', id: '3babc81c' }],
    })
    for (const unsaid of ['status', 'localTime', 'startsAt', 'timeZone'])
      expect(draft).not.toHaveProperty(unsaid)
  })

  it('has the role that the importer knows', () => {
    const setlist = recordedSetlist('no-tour.deftones.735e4211')
    const { draft } = toShowDraft(setlist, { at, venueId: null, artistId: null, role: 'support' })
    expect(draft).toMatchObject({
      name: 'Deftones',
      tour: null,
      lineup: [{ role: 'support', artistId: null }],
    })
    expect(draft).not.toHaveProperty('venueId')
  })

  it('is refused with a reason without a day or an artist', () => {
    const artist = { mbid: 'm', name: 'x' }
    const context = { at, venueId: null, artistId: null }
    expect(toShowDraft(setlistWith({ artist }), context).reason).toBe('the setlist has no day')
    expect(toShowDraft(setlistWith({ artist, eventDate: '30-02-2024' }), context).reason).toBe(
      'the setlist has no day',
    )
    expect(toShowDraft(setlistWith({ eventDate: '01-02-2024' }), context).reason).toBe(
      'the setlist names no artist',
    )
  })
})

describe('the songs of a setlist', () => {
  it('of a medley are each one, with the whole name', () => {
    expect(songsOf({ name: 'Contraption / Soul Desert', cover: { name: 'Can', mbid: 'A' } })).toMatchObject([
      {
        title: 'Contraption',
        medley: 'Contraption / Soul Desert',
        originalArtist: { name: 'Can', mbid: 'a' },
      },
      {
        title: 'Soul Desert',
        medley: 'Contraption / Soul Desert',
        originalArtist: { name: 'Can', mbid: 'a' },
      },
    ])
  })

  it.each([
    'AC/DC Bag',
    'Emotional Mugger/Leopard Priestess',
    'Roxanne (live / acoustic)',
    'Song - Live at X',
  ])('keep the whole name when it is one song: %s', (name) => {
    expect(songsOf({ name })).toMatchObject([{ title: name, medley: null }])
  })

  it('keep what nobody could name, and tapes, marked so that nobody votes for them', () => {
    const songs = songsOf(
      { name: '', info: 'new song' },
      { name: 'Intro', tape: true },
      {},
      { name: 'Xanadu' },
    )
    expect(songs).toMatchObject([
      { title: '', info: 'new song' },
      { title: 'Intro', tape: true },
      { title: '', tape: false },
      { title: 'Xanadu', tape: false },
    ])
    expect(songs.filter((song) => isVotableSetlistSong({ tape: false, ...song }))).toHaveLength(1)
  })

  it('say in which part they were played', () => {
    const set = [
      { name: 'Set 1:', song: [{ name: 'a' }] },
      { name: '', song: [{ name: 'b' }] },
      { encore: 2, song: [{ name: 'c' }] },
      { encore: '3', name: 'Acoustic', song: [{ name: 'd' }] },
      { encore: 0, song: { name: 'e' } },
      { song: null },
    ]
    expect(toSetlistSongs(setlistWith({ sets: { set } })).map(({ part }) => part)).toEqual([
      { name: 'Set 1', encore: null },
      { name: null, encore: null },
      { name: null, encore: 2 },
      { name: 'Acoustic', encore: 3 },
      { name: null, encore: null },
    ])
  })

  it('are read where the samples of the documentation have them as well', () => {
    const set = [{ song: [{ name: 'Yesterday', with: { name: 'Billy' } }] }]
    expect(toSetlistSongs(setlistWith({ set }))).toMatchObject([{ title: 'Yesterday', guest: 'Billy' }])
    expect(toSetlistSongs(setlistWith({ sets: { set: set[0] } }))).toHaveLength(1)
  })

  it.each([
    ['tape.pearl-jam.73aba6e5', 'tape'],
    ['guest.rammstein.13a649a1', 'guest'],
    ['cover.nouvelle-vague.43a8d317', 'originalArtist'],
    ['info.parcels.13b5e1fd', 'info'],
  ] as const)('of the recording %s tell a %s', (name, field) => {
    expect(toSetlistSongs(recordedSetlist(name)).some((song) => song[field])).toBe(true)
  })

  it('of the recordings are as many as were played, medleys counted by their parts', () => {
    for (const setlist of recordedSetlists()) {
      const lines = (setlist.sets?.set ?? []).flatMap(({ song }) => song ?? [])
      const songs = toSetlistSongs(setlist)
      expect(songs.length).toBeGreaterThanOrEqual(lines.length)
      expect(songs.filter(({ medley }) => medley === null).length).toBeLessThanOrEqual(lines.length)
      expect(isEmptySetlist(setlist)).toBe(lines.length === 0)
    }
  })
})

describe('a setlist', () => {
  it('is empty where nobody has filled it in, of the past or to come', () => {
    expect(isEmptySetlist(recordedSetlist('empty-sets.glass-beams.7b5e4238'))).toBe(true)
    expect(isEmptySetlist(setlistWith({}))).toBe(true)
    expect(isEmptySetlist(setlistWith({ sets: { set: [{ song: [] }] } }))).toBe(true)
    expect(isEmptySetlist(recordedSetlist('two-encores.deus.6bf232b2'))).toBe(false)
  })

  it('is a draft with its version, the instant of its last edit, and the link that the terms demand', () => {
    const setlist = recordedSetlist('two-encores.deus.6bf232b2')
    const draft = toSetlistDraft(setlist, ids)
    expect(draft).toMatchObject({
      kind: 'actual',
      showId: 'sho_1',
      artistId: 'art_1',
      versionId: setlist.versionId,
      url: setlist.url,
      externalIds: [{ service: 'setlistfm', id: '6bf232b2' }],
    })
    expect(draft.editedAt?.toISOString()).toBe(setlist.lastUpdated!.replace('+0000', 'Z'))
    const saved = mergeSetlist(null, draft, { id: 'set_1', at, newSongId: () => 'sso_1' })
    expect(attributionsOf(saved)).toMatchObject([
      { service: 'setlistfm', url: setlist.url, followable: true },
    ])
  })
})

describe('dates of setlist.fm', () => {
  it('are written its way and read back', () => {
    expect(toWireDay('2024-08-16', 'date')).toBe('16-08-2024')
    expect(fromWireDay('16-08-2024')).toBe('2024-08-16')
    expect(toWireSecond(new Date('2026-11-20T23:05:09.999Z'), 'since')).toBe('20261120230509')
    expect(fromWireInstant('2024-10-28T17:41:06.417+0000')).toEqual(new Date('2024-10-28T17:41:06.417Z'))
    expect(fromWireInstant('2024-10-28T17:41:06.417+0230')).toEqual(new Date('2024-10-28T15:11:06.417Z'))
    expect(fromWireInstant('2013-10-20T05:18:08Z')).toEqual(new Date('2013-10-20T05:18:08Z'))
  })

  it.each(['2024-08-16', '31-02-2024', '1-1-2024', '', 'soon', null, undefined])(
    'read %j as no day',
    (text) => {
      expect(fromWireDay(text)).toBeNull()
    },
  )

  it.each(['2024-13-28T17:41:06.417+0000', '2024-10-28', 'soon', '', null])(
    'read %j as no instant',
    (text) => {
      expect(fromWireInstant(text)).toBeNull()
    },
  )
})
