import { describe, expect, it } from 'vitest'
import { readRecorded } from '../../support/recorded.ts'
import { scriptedSpotify } from './support/scripted-spotify.ts'
import { artist, idOf, page } from './support/things.ts'

describe('searches', () => {
  it('stop at the offset Spotify allows', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ query }) => ({
        body: {
          artists: page([artist(1)], {
            limit: 50,
            offset: Number(query.get('offset')),
            total: 5000,
            next: 'x',
          }),
        },
      }),
      { tier: 'extended' },
    )
    await spotify.searchArtists('velvet').toArray({ limit: 9999 })
    expect(urls()).toHaveLength(21)
    expect(urls().at(-1)).toContain('offset=1000')
  })

  it('page on beyond ten in the development tier', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ query }) => ({
        body: {
          artists: page([artist(1, 'restricted')], {
            limit: 10,
            offset: Number(query.get('offset')),
            total: 40,
          }),
        },
      }),
      { tier: 'development' },
    )
    await spotify.searchArtists('velvet').toArray({ limit: 9999 })
    expect(urls().map((url) => /offset=(\d+)/.exec(url)?.[1])).toEqual(['0', '10', '20', '30'])
  })

  it('write fields as filters, quoted where they need it', async () => {
    const { spotify, requests } = scriptedSpotify(() => ({
      body: { tracks: page([]), albums: page([]), artists: page([]) },
    }))
    await spotify
      .searchTracks({ artist: 'AC/DC', track: 'Thunderstruck', isrc: 'AUAP09000014' })
      .toArray({ limit: 1 })
    await spotify
      .searchAlbums({ text: 'live', artist: 'The "Velvet" Harbor', year: '1991-1995', tag: 'new' })
      .toArray({ limit: 1 })
    await spotify.searchArtists('!!!').toArray({ limit: 1 })
    expect(requests.map(({ query }) => `${query.get('type')}: ${query.get('q')}`)).toEqual([
      'track: artist:"AC/DC" track:Thunderstruck isrc:AUAP09000014',
      'album: live artist:"The  Velvet  Harbor" year:1991-1995 tag:new',
      'artist: !!!',
    ])
  })

  it('of several types give a page for each, as recorded', async () => {
    const { spotify, urls } = scriptedSpotify(() => ({
      body: readRecorded('spotify', 'search/all-types.Crumb.json'),
    }))
    const found = await spotify.search('Crumb', { types: ['artist', 'album', 'track', 'playlist'], limit: 5 })
    expect([found.artists?.items.length, found.albums?.items.length, found.tracks?.items.length]).toEqual([
      20, 20, 20,
    ])
    expect(urls()).toEqual(['/search?limit=5&offset=0&q=Crumb&type=artist,album,track,playlist'])
  })

  it('refuse what Spotify would misunderstand', () => {
    const { spotify, requests } = scriptedSpotify(() => ({ body: {} }))
    const refused = (work: () => unknown) =>
      expect(work).toThrow(expect.objectContaining({ code: 'invalid-input' }))
    refused(() => spotify.searchArtists('  '))
    refused(() => spotify.searchTracks({}))
    refused(() => spotify.searchArtists('x', { pageSize: 51 }))
    refused(() => spotify.search('x', { types: [] }))
    refused(() => spotify.search('x', { types: ['song' as never] }))
    refused(() => spotify.search('x', { types: ['track'], limit: 0 }))
    refused(() => spotify.search('x', { types: ['track'], offset: 1001 }))
    refused(() => spotify.search({ isrc: 'AUAP09000014' }, { types: ['album'] }))
    refused(() => spotify.search({ upc: '1' }, { types: ['track'] }))
    refused(() => spotify.searchTracks('x', { market: 'nl' }))
    refused(() => spotify.artistAlbums(idOf(1), { groups: [] }))
    refused(() => spotify.artistAlbums(idOf(1), { groups: ['ep' as never] }))
    refused(() => spotify.recommendations({}))
    refused(() => spotify.recommendations({ genres: ['a', 'b', 'c', 'd', 'e', 'f'] }))
    refused(() => spotify.recommendations({ genres: ['a'], tune: { energy: 1 } }))
    refused(() => spotify.request('https://api.spotify.com/v1/me'))
    expect(requests).toEqual([])
  })
})
