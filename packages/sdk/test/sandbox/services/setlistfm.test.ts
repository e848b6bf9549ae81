import { describe, expect, it } from 'vitest'
import { answerSetlistfm, setlistfmUser } from '../../../src/sandbox/services/setlistfm.ts'
import type { SetlistTrait } from '../../../src/sandbox/world/traits.ts'
import { artistWith, ask, headliner, type Json, read, world } from './ask.ts'

const mbid = headliner.mbid
const mine = world.index.setlistsByArtist.get(headliner.id)!
const setlistWith = (trait: SetlistTrait) => mine.find((setlist) => setlist.traits.includes(trait))!
const get = (address: string): Json => read(answerSetlistfm, address)
const setlist = (trait: SetlistTrait): Json => get(`/setlist/${setlistWith(trait).id}`)
const songs = (body: Json): Json[] => body.sets.set.flatMap((set: Json) => set.song)
const notFound = {
  status: 404,
  body: { code: 404, status: 'Not Found', timestamp: '2026-11-21T12:00:00.000+0000' },
}

describe('setlist.fm', () => {
  it('answers JSON only to who accepts it', () => {
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/xml' }]) {
      const answer = ask(answerSetlistfm, `/artist/${mbid}`, { headers })
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': expect.stringContaining('xml') },
      })
      expect(answer.body).toMatch(/^<\?xml/)
    }
  })

  it('answers an artist, and 404 for an unknown mbid', () => {
    expect(get(`/artist/${mbid}`)).toEqual({
      mbid,
      name: 'Velvet Harbor',
      sortName: 'Velvet Harbor',
      disambiguation: '',
      url: expect.stringMatching(/^https:\/\/www\.setlist\.fm\/setlists\/velvet-harbor-[0-9a-f]{7,8}\.html$/),
    })
    const absent = artistWith('absent-on-setlistfm').mbid
    for (const unknown of [absent, 'nonsense']) {
      expect(ask(answerSetlistfm, `/artist/${unknown}`)).toMatchObject({
        ...notFound,
        body: { message: 'unknown mbid' },
      })
      expect(ask(answerSetlistfm, `/artist/${unknown}/setlists`).status).toBe(404)
    }
  })

  it("pages an artist's setlists by twenty, newest first, and 404s behind the last", () => {
    const first = get(`/artist/${mbid}/setlists`)
    expect(first).toMatchObject({ type: 'setlists', itemsPerPage: 20, page: 1, total: mine.length })
    const pages = Math.ceil(mine.length / 20)
    const all = Array.from(
      { length: pages },
      (_, at) => get(`/artist/${mbid}/setlists?p=${at + 1}`).setlist,
    ).flat()
    expect(all.map((one: Json) => one.id)).toEqual(mine.map((one) => one.id))
    expect(ask(answerSetlistfm, `/artist/${mbid}/setlists?p=${pages + 1}`)).toMatchObject(notFound)
    expect(ask(answerSetlistfm, `/artist/${mbid}/setlists?p=0`).status).toBe(400)
    expect(all[0].eventDate).toMatch(/^\d{2}-\d{2}-\d{4}$/)
  })

  it('has no list for an artist who has never played', () => {
    expect(ask(answerSetlistfm, `/artist/${artistWith('no-shows').mbid}/setlists`)).toMatchObject(notFound)
  })

  it('writes a setlist with its venue, city and coordinates', () => {
    const one = setlist('cover')
    expect(one).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{7,8}$/),
      versionId: expect.stringMatching(/^(g[0-9a-f]{7,8}|[0-9a-f]{8})$/),
      lastUpdated: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000$/),
      venue: {
        city: { state: expect.any(String), coords: { lat: expect.any(Number), long: expect.any(Number) } },
      },
    })
    expect(one.url).toContain(`-${one.id}.html`)
    expect(songs(one).find((song) => song.cover && !song.tape).cover.mbid).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('writes both kinds of version ids', () => {
    const prefixed = mine.filter((one) => one.versionId.startsWith('g'))
    expect(prefixed.length).toBeGreaterThan(10)
    expect(prefixed.length).toBeLessThan(mine.length - 10)
  })

  it('shows tapes, medleys, guests, remarks and songs nobody could name', () => {
    expect(songs(setlist('tape')).some((song) => song.tape === true)).toBe(true)
    expect(songs(setlist('medley')).some((song) => song.name.includes(' / '))).toBe(true)
    expect(songs(setlist('guest')).some((song) => song.with?.name)).toBe(true)
    expect(songs(setlist('song-info')).some((song) => song.info)).toBe(true)
    expect(songs(setlist('unnamed-song'))).toContainEqual({ name: '' })
    expect(songs(setlist('unnamed-tape'))).toContainEqual({ name: '', tape: true, info: 'Intro' })
    expect(songs(setlist('cover')).some((song) => Object.hasOwn(song, 'tape') && song.tape === false)).toBe(
      false,
    )
  })

  it('numbers encores and names sets', () => {
    const encores = setlist('several-encores').sets.set.flatMap((set: Json) => set.encore ?? [])
    expect(encores).toEqual(encores.map((_: number, at: number) => at + 1))
    expect(encores.length).toBeGreaterThan(1)
    expect(setlist('named-sets').sets.set.map((set: Json) => set.name)).toEqual([
      'Set 1:',
      'Set 2:',
      undefined,
    ])
  })

  it('has empty setlists, of the past and of what is to come', () => {
    expect(setlist('empty-past').sets).toEqual({ set: [] })
    expect(setlist('empty-future').sets).toEqual({ set: [] })
    expect(setlistWith('empty-future').date > world.today).toBe(true)
  })

  it('leaves out the tour where there is none', () => {
    expect(setlist('no-tour')).not.toHaveProperty('tour')
  })

  it('never finds a version', () => {
    expect(ask(answerSetlistfm, `/setlist/version/${mine[0]!.versionId}`)).toMatchObject(notFound)
    expect(ask(answerSetlistfm, '/setlist/ffffffff')).toMatchObject(notFound)
  })

  describe('search for artists', () => {
    const names = (query: string): string[] =>
      get(`/search/artists?${query}`).artist.map((one: Json) => one.name)

    it('is alphabetical unless relevance is asked for, thirty to a page', () => {
      const query = 'artistName=Velvet%20Harbor'
      expect(names(query)[0]).toBe('Harbor Lights – A Tribute to Velvet Harbor')
      expect(names(`${query}&sort=relevance`)[0]).toBe('Velvet Harbor')
      expect(get(`/search/artists?${query}`).itemsPerPage).toBe(30)
    })

    it('finds by mbid and by the number of Ticketmaster', () => {
      expect(names(`artistMbid=${mbid}`)).toEqual(['Velvet Harbor'])
      expect(names(`artistTmid=${headliner.tmid}`)).toEqual(['Velvet Harbor'])
    })

    it('finds all namesakes, told apart by disambiguation', () => {
      const found = get('/search/artists?artistName=Nova%20Reyes').artist
      expect(found).toHaveLength(21)
      expect(new Set(found.map((one: Json) => one.disambiguation)).size).toBeGreaterThan(15)
    })

    it('404s when nothing is found', () => {
      expect(ask(answerSetlistfm, '/search/artists?artistName=zzzzqq')).toMatchObject(notFound)
      expect(ask(answerSetlistfm, '/search/artists')).toMatchObject(notFound)
      expect(ask(answerSetlistfm, '/search/artists?artistName=Nova%20Reyes&p=2')).toMatchObject(notFound)
    })
  })

  describe('search for setlists', () => {
    const total = (query: string): number => {
      const answer = ask(answerSetlistfm, `/search/setlists?${query}`)
      return answer.status === 404 ? 0 : (answer.body as Json).total
    }
    const count = (test: (one: (typeof mine)[number]) => boolean) => mine.filter(test).length
    const one = setlistWith('cover')
    const venue = world.index.venueById.get(one.venueId)!

    it('narrows by artist, date, year, tour, venue and city', () => {
      const [year, month, day] = one.date.split('-')
      const artist = `artistMbid=${mbid}`
      expect(total(artist)).toBe(mine.length)
      expect(total(`${artist}&date=${day}-${month}-${year}`)).toBe(count((other) => other.date === one.date))
      expect(total(`${artist}&year=${year}`)).toBe(count((other) => other.date.startsWith(year!)))
      expect(total(`${artist}&venueId=${venue.setlistfmId}`)).toBe(
        count((other) => other.venueId === venue.id),
      )
      expect(total(`${artist}&tourName=${encodeURIComponent(one.tourName!)}`)).toBeGreaterThanOrEqual(
        count((other) => other.tourName === one.tourName),
      )
      expect(total(`${artist}&cityName=${encodeURIComponent(venue.city.name)}`)).toBeGreaterThan(0)
      expect(total(`artistName=velvet%20harbor&cityId=${venue.city.geoId}`)).toBeGreaterThan(0)
    })

    it('finds what was changed on or after an instant', () => {
      const instants = mine.map((other) => other.lastUpdatedAt).toSorted()
      const instant = `${instants.at(-10)!.slice(0, 19)}.000Z`
      const text = instant.replace(/\D/g, '').slice(0, 14)
      expect(total(`artistMbid=${mbid}&lastUpdated=${text}`)).toBe(
        count((other) => other.lastUpdatedAt >= instant),
      )
      expect(total(`artistMbid=${mbid}&lastUpdated=20990101000000`)).toBe(0)
    })

    it('refuses malformed dates and finds nothing for nothing', () => {
      expect(ask(answerSetlistfm, '/search/setlists?date=2026-11-01').status).toBe(400)
      expect(ask(answerSetlistfm, '/search/setlists?lastUpdated=yesterday').status).toBe(400)
      expect(ask(answerSetlistfm, '/search/setlists')).toMatchObject(notFound)
    })
  })

  describe('places', () => {
    it('spells venues otherwise than Ticketmaster, or not at all', () => {
      const prefixed = world.venues.find((venue) => venue.traits.includes('the-prefix'))!
      expect(`The ${get(`/venue/${prefixed.setlistfmId}`).name}`).toBe(prefixed.ticketmasterName)
      const nameless = world.venues.find((venue) => venue.traits.includes('no-name'))!
      expect(get(`/venue/${nameless.setlistfmId}`).name).toBe('')
    })

    it('finds venues, their setlists, cities and countries', () => {
      const milwaukee = get('/search/venues?cityName=Milwaukee')
      expect(milwaukee.venue.length).toBeGreaterThan(1)
      const venue = world.index.venueById.get(mine[20]!.venueId)!
      expect(get(`/venue/${venue.setlistfmId}/setlists`).total).toBeGreaterThan(0)
      expect(get('/search/cities?name=Milwaukee').cities[0]).toMatchObject({ id: '5263045', stateCode: 'WI' })
      expect(get('/city/5263045').name).toBe('Milwaukee')
      expect(get('/search/countries').country).toContainEqual({ code: 'SE', name: 'Sweden' })
      for (const address of [
        '/venue/x',
        '/venue/x/setlists',
        '/city/1',
        '/search/cities?name=Atlantis',
        '/search/venues',
      ]) {
        expect(ask(answerSetlistfm, address)).toMatchObject(notFound)
      }
    })

    it('speaks the language asked for', () => {
      const headers = { accept: 'application/json', 'accept-language': 'de' }
      expect(read(answerSetlistfm, '/city/5263045', { headers }).country.name).toBe('Vereinigte Staaten')
    })
  })

  it('knows one user and what they attended', () => {
    expect(get(`/user/${setlistfmUser}`).userId).toBe(setlistfmUser)
    expect(get(`/user/${setlistfmUser}/attended`).total).toBeGreaterThan(20)
    expect(get(`/user/${setlistfmUser}/edited`).total).toBeGreaterThan(20)
    expect(ask(answerSetlistfm, '/user/nobody/attended')).toMatchObject(notFound)
  })

  it('routes nothing else', () => {
    expect(ask(answerSetlistfm, '/nothing')).toMatchObject({ ...notFound, template: '' })
    expect(ask(answerSetlistfm, `/artist/${mbid}`, { method: 'POST' })).toMatchObject({ template: '' })
  })
})
