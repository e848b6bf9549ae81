import { describe, expect, it } from 'vitest'
import { answerSpotify } from '../../../src/sandbox/services/spotify.ts'
import { parseSearch } from '../../../src/sandbox/services/spotify-search.ts'
import { artistWith, ask, headliner, type Json, read, world } from './ask.ts'

const search = (query: string, type: string, more = '') =>
  read(answerSpotify, `/search?q=${encodeURIComponent(query)}&type=${type}${more}`)
const names = (page: Json): string[] => page.items.map((item: Json) => item.name)

describe('a search at Spotify', () => {
  it('gives a page for each wanted type', () => {
    const body = search('Velvet Harbor', 'artist,album,track,playlist')
    expect(Object.keys(body)).toEqual(['artists', 'albums', 'tracks', 'playlists'])
    expect(body.playlists).toMatchObject({ items: [], total: 0 })
    expect(names(body.artists)).toContain('Velvet Harbor')
  })

  it('does not rank exact names first', () => {
    const city = artistWith('city-name').name
    const found = names(search(city, 'artist', '&limit=10').artists)
    expect(found.indexOf(city)).toBeGreaterThan(0)
    const ids = search('Paper Lanterns', 'artist').artists.items.map((artist: Json) => artist.id)
    expect(ids.indexOf(artistWith('same-name').spotifyId!)).toBeGreaterThan(0)
  })

  it.each([
    'unicode-hebrew',
    'unicode-japanese',
    'unicode-cyrillic',
    'unicode-diacritics',
    'unicode-turkish',
    'symbol-name',
    'slash-name',
    'ampersand-name',
  ] as const)('finds the artist with a name of the kind %s', (trait) => {
    const artist = artistWith(trait)
    expect(search(artist.name, 'artist', '&limit=50').artists.items.map((item: Json) => item.id)).toContain(
      artist.spotifyId,
    )
  })

  it('finds every namesake, over pages', () => {
    const page = search('Nova Reyes', 'artist', '&limit=10')
    expect(page.artists.total).toBe(21)
    const next = new URL(page.artists.next)
    expect(next.searchParams.get('query')).toBe('Nova Reyes')
    const second = read(answerSpotify, `/search${next.search}`)
    expect(second.artists.offset).toBe(10)
    expect(second.artists.items[0].id).not.toBe(page.artists.items[0].id)
  })

  it('narrows by field filters, quoted or not', () => {
    for (const query of [
      'track:"Take Five Steps" artist:"Velvet Harbor"',
      'artist:velvet harbor track:take five',
    ]) {
      const { tracks } = search(query, 'track', '&limit=50')
      expect(tracks.total).toBeGreaterThan(0)
      for (const track of tracks.items) {
        expect(track.name).toMatch(/^Take Five/)
        expect(track.artists[0].name).toBe('Velvet Harbor')
      }
    }
  })

  it('finds every release of a recording by ISRC', () => {
    const [isrc, tracks] = [...world.index.tracksByIsrc].find(([, same]) => same.length > 2)!
    const found = search(`isrc:${isrc}`, 'track', '&limit=50').tracks
    expect(new Set(found.items.map((track: Json) => track.id))).toEqual(
      new Set(tracks.map((track) => track.id)),
    )
    expect(search(`isrc:${isrc}`, 'album').albums.total).toBe(0)
  })

  it('finds an album by UPC, by title and by year', () => {
    const album = world.releases.find((release) => release.artistIds[0] === headliner.id)!
    expect(names(search(`upc:${album.upc}`, 'album').albums)).toEqual([album.title])
    const year = album.date.slice(0, 4)
    const found = search(`album:"${album.title}" artist:"Velvet Harbor" year:${year}-${year}`, 'album').albums
    expect(found.items.map((item: Json) => item.id)).toContain(album.id)
    expect(search(`album:"${album.title}" artist:"Velvet Harbor" year:1950`, 'album').albums.total).toBe(0)
  })

  it('is empty without a next page when a plain query finds nothing', () => {
    expect(search('zzzzqq', 'artist').artists).toMatchObject({ items: [], total: 0, next: null })
    expect(search('zzzzqq', 'track').tracks).toMatchObject({ items: [], total: 0, next: null })
  })

  it('may be empty and still link a next page, as has been recorded', () => {
    const { tracks } = search('track:zzzz artist:qqqq', 'track', '&limit=3')
    expect(tracks).toMatchObject({ items: [], total: 0 })
    expect(tracks.next).toContain('offset=3')
  })

  it.each([
    ['/search?type=artist', 'No search query'],
    ['/search?q=x', 'Missing parameter type'],
    ['/search?q=x&type=song', 'Bad search type field song'],
    ['/search?q=x&type=artist&offset=1001', 'Invalid offset'],
    ['/search?q=x&type=artist&limit=51', 'Invalid limit'],
  ])('refuses %s', (address, message) => {
    expect(ask(answerSpotify, address)).toMatchObject({
      status: 400,
      body: { error: { status: 400, message } },
    })
  })

  it('reads filters and leaves the rest as text', () => {
    const { text, filters } = parseSearch('hello artist:Kate Bush year:1985-1990 track:"Running: up" ')
    expect(text).toBe('hello')
    expect(Object.fromEntries(filters)).toEqual({
      artist: 'Kate Bush',
      year: '1985-1990',
      track: 'Running: up',
    })
  })
})
