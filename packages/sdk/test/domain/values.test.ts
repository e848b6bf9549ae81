import { describe, expect, it } from 'vitest'
import { type Attribution, attributionsOf } from '../../src/domain/attribution.ts'
import { externalKey, idsAt } from '../../src/domain/external-id.ts'
import { type Image, pickImage } from '../../src/domain/image.ts'
import { Instant } from '../../src/domain/instant.ts'
import { LocalDay, LocalTime, localDayOf } from '../../src/domain/local-day.ts'
import { searchKey } from '../../src/domain/search-key.ts'
import { distanceKm } from '../../src/domain/venue.ts'
import { by, noon } from './statements.ts'

describe('the credits of a thing', () => {
  const servicesOf = (credits: readonly Attribution[]) => credits.map(({ service }) => service).toSorted()

  it('are one for each service that stated any of its fields, and none for operators and setvote', () => {
    const provenance = {
      name: by('operator'),
      kind: by('setvote'),
      images: by('spotify'),
      genres: by('spotify'),
      links: by('musicbrainz'),
      songs: by('setlistfm'),
      ticketUrl: by('ticketmaster'),
    }
    expect(servicesOf(attributionsOf({ provenance }))).toEqual([
      'musicbrainz',
      'setlistfm',
      'spotify',
      'ticketmaster',
    ])
    expect(attributionsOf({ provenance: {} })).toEqual([])
  })

  it('lead to the thing itself where its address is known, else to the service', () => {
    const page = 'https://www.setlist.fm/setlist/velvet-harbor/2026/x-63a1.html'
    const provenance = {
      tour: by('setlistfm'),
      songs: by('setlistfm', noon, page),
      info: by('setlistfm', noon, 'https://www.setlist.fm/other'),
    }
    expect(attributionsOf({ provenance })).toEqual([
      { service: 'setlistfm', text: 'Setlist data from setlist.fm', url: page, followable: true },
    ])
    const [credit] = attributionsOf({ provenance: { name: by('spotify') } })
    expect(credit).toMatchObject({ url: 'https://open.spotify.com', followable: false })
  })
})

describe('the picture to show', () => {
  const image = (width: number | null, fallback = false): Image => ({
    url: `https://i.example/${width}/${fallback}.jpg`,
    width,
    height: width,
    fallback,
    credit: null,
  })

  it('is the smallest that is wide enough, else the widest', () => {
    const images = [image(640), image(100), image(300)]
    expect(pickImage(images, 200)?.width).toBe(300)
    expect(pickImage(images, 300)?.width).toBe(300)
    expect(pickImage(images, 1)?.width).toBe(100)
    expect(pickImage(images, 2000)?.width).toBe(640)
    expect(images.map(({ width }) => width)).toEqual([640, 100, 300])
  })

  it('is a generic one only when there is no other', () => {
    expect(pickImage([image(640, true), image(100)], 500)).toEqual(image(100))
    expect(pickImage([image(640, true)], 100)).toEqual(image(640, true))
    expect(pickImage([], 100)).toBeNull()
  })

  it('is one of unknown width only when no other is wide enough', () => {
    expect(pickImage([image(null), image(300)], 200)?.width).toBe(300)
    expect(pickImage([image(null)], 200)?.width).toBeNull()
  })
})

describe('the day of an instant', () => {
  it.each([
    ['2026-11-21T23:30:00Z', 'UTC', '2026-11-21'],
    ['2026-11-21T23:30:00Z', 'Europe/Berlin', '2026-11-22'],
    ['2026-11-21T04:59:59Z', 'America/New_York', '2026-11-20'],
    ['2026-11-21T05:00:00Z', 'America/New_York', '2026-11-21'],
    ['2026-11-21T10:00:00Z', 'Pacific/Kiritimati', '2026-11-22'],
    ['2026-11-21T11:59:59Z', 'Etc/GMT+12', '2026-11-20'],
    ['2026-11-21T18:29:59Z', 'Asia/Kolkata', '2026-11-21'],
    ['2026-11-21T18:30:00Z', 'Asia/Kolkata', '2026-11-22'],
    ['2026-12-31T23:00:00Z', 'Europe/Paris', '2027-01-01'],
    ['2028-02-29T12:00:00Z', 'Asia/Tokyo', '2028-02-29'],
  ])('%s in %s is %s', (at, timeZone, day) => {
    expect(localDayOf(new Date(at), timeZone)).toBe(day)
  })

  it('begins and ends where the clocks say, on the days they are changed too', () => {
    const day = (at: string, timeZone: string) => localDayOf(new Date(at), timeZone)
    // New York, 8 March 2026: 23 hours. 1 November 2026: 25 hours.
    expect(day('2026-03-08T04:59:59Z', 'America/New_York')).toBe('2026-03-07')
    expect(day('2026-03-08T05:00:00Z', 'America/New_York')).toBe('2026-03-08')
    expect(day('2026-03-09T03:59:59Z', 'America/New_York')).toBe('2026-03-08')
    expect(day('2026-03-09T04:00:00Z', 'America/New_York')).toBe('2026-03-09')
    expect(day('2026-11-01T04:00:00Z', 'America/New_York')).toBe('2026-11-01')
    expect(day('2026-11-02T04:59:59Z', 'America/New_York')).toBe('2026-11-01')
    expect(day('2026-11-02T05:00:00Z', 'America/New_York')).toBe('2026-11-02')
    // Beirut puts the clock forward at midnight: 29 March 2026 begins at 01:00.
    expect(day('2026-03-28T21:59:59Z', 'Asia/Beirut')).toBe('2026-03-28')
    expect(day('2026-03-28T22:00:00Z', 'Asia/Beirut')).toBe('2026-03-29')
  })

  it('is that of UTC where no zone is given', () => {
    expect(localDayOf(new Date('2026-11-21T00:00:00Z'))).toBe('2026-11-21')
    expect(localDayOf(new Date('2026-11-20T23:59:59.999Z'))).toBe('2026-11-20')
  })
})

describe('days and times of a place', () => {
  it('are calendar days that exist', () => {
    for (const day of ['2026-11-21', '2028-02-29']) expect(LocalDay.safeParse(day).success, day).toBe(true)
    for (const day of ['2026-02-29', '2026-13-01', '21-11-2026', '2026-11-21T00:00:00Z', ''])
      expect(LocalDay.safeParse(day).success, day).toBe(false)
  })

  it('are times of a clock with 24 hours', () => {
    for (const time of ['00:00', '23:59', '20:30:00'])
      expect(LocalTime.safeParse(time).success, time).toBe(true)
    for (const time of ['24:00', '8:30', '20:60', '20:30:60', '8 pm'])
      expect(LocalTime.safeParse(time).success, time).toBe(false)
  })
})

describe('an instant', () => {
  it('is read from a date and from ISO 8601 text with a zone', () => {
    for (const value of [noon, noon.toISOString(), '2026-11-21T12:00:00Z', '2026-11-21T13:00:00+01:00'])
      expect(Instant.parse(value)).toEqual(noon)
    expect(Instant.parse(JSON.parse(JSON.stringify(noon)))).toEqual(noon)
  })

  it.each([null, undefined, 0, 1_795_262_400_000, '', 'today', '1', '2026-11-21T12:00:00', '21/11/2026'])(
    '%j is none',
    (value) => {
      expect(Instant.safeParse(value).success).toBe(false)
    },
  )

  it('that is no point in time is none', () => {
    expect(Instant.safeParse(new Date(Number.NaN)).success).toBe(false)
    expect(Instant.safeParse('2026-02-30T12:00:00Z').success).toBe(false)
  })

  it('may be null where a schema says so, and stays null', () => {
    expect(Instant.nullable().parse(null)).toBeNull()
  })
})

describe('the distance of two places', () => {
  const at = (latitude: number, longitude: number) => ({ latitude, longitude })
  const meanRadiusKm = 6371.0088

  it.each([
    ['a degree of the equator', at(0, 0), at(0, 1), (meanRadiusKm * Math.PI) / 180],
    ['equator to pole', at(0, 17), at(90, 0), (meanRadiusKm * Math.PI) / 2],
    ['pole to pole', at(-90, 0), at(90, 120), meanRadiusKm * Math.PI],
    ['to the other side of the earth', at(12.3, 45.6), at(-12.3, -134.4), meanRadiusKm * Math.PI],
    ['across the date line', at(0, 179.5), at(0, -179.5), (meanRadiusKm * Math.PI) / 180],
    // Nashville to Los Angeles: the worked example of the haversine formula, 0.45306 radians.
    ['BNA to LAX', at(36.12, -86.67), at(33.94, -118.4), 2886.45],
    ['London to Paris', at(51.5074, -0.1278), at(48.8566, 2.3522), 343.6],
    ['a place to itself', at(48.8566, 2.3522), at(48.8566, 2.3522), 0],
  ])('%s', (_, a, b, km) => {
    expect(Math.abs(distanceKm(a, b) - km)).toBeLessThan(0.1)
    expect(distanceKm(b, a)).toBeCloseTo(distanceKm(a, b), 9)
  })
})

describe('the form in which names are searched', () => {
  it.each([
    ['Sigur Rós', 'sigur ros'],
    ['  MÖTLEY   CRÜE\n', 'motley crue'],
    ['ＡＣ/ＤＣ', 'ac/dc'],
    ['ﬁrst', 'first'],
    ['שָׁלוֹם', 'שלום'],
    ['東京事変', '東京事変'],
    ['İstanbul', 'istanbul'],
    ['', ''],
  ])('of %j is %j', (name, key) => {
    expect(searchKey(name)).toBe(key)
    expect(searchKey(key)).toBe(key)
  })

  it('holds the form of any part of the name, also in capitals', () => {
    const names = ['Οδυσσέας', 'Motörhead', 'Ольга Бузова', 'Ángel Stadium']
    for (const name of names) {
      const letters = [...name]
      for (let end = 1; end <= letters.length; end++) {
        const part = letters.slice(0, end).join('')
        for (const typed of [part, part.toUpperCase(), part.toLowerCase()])
          expect(searchKey(name), typed).toContain(searchKey(typed))
      }
    }
  })
})

describe('external ids', () => {
  it('are one text, and are listed by service with the main one first', () => {
    const externalIds = [
      { service: 'spotify', id: 'b' },
      { service: 'musicbrainz', id: 'm' },
      { service: 'spotify', id: 'a' },
    ] as const
    expect(externalIds.map(externalKey)).toEqual(['spotify:b', 'musicbrainz:m', 'spotify:a'])
    expect(idsAt({ externalIds }, 'spotify')).toEqual(['b', 'a'])
    expect(idsAt({ externalIds }, 'setlistfm')).toEqual([])
  })
})
