import { describe, expect, it } from 'vitest'
import { answerSpotify } from '../../../src/sandbox/services/spotify.ts'
import { artistWith, ask, headliner, type Json, read, world } from './ask.ts'

const id = headliner.spotifyId!
const own = world.index.discographyByArtist.get(headliner.id)!
const boxSet = own.find(({ release }) => release.traits.includes('box-set'))!.release
const unknown = '0000000000000000000000'

describe('Spotify', () => {
  it('answers an artist by id', () => {
    expect(read(answerSpotify, `/artists/${id}`)).toMatchObject({
      id,
      name: 'Velvet Harbor',
      type: 'artist',
      uri: `spotify:artist:${id}`,
      href: `https://service.example/v1/artists/${id}`,
      external_urls: { spotify: `https://open.spotify.com/artist/${id}` },
      followers: { href: null },
      popularity: 74,
    })
  })

  it('names the route of every answer, refused or not', () => {
    expect(ask(answerSpotify, `/artists/${id}/albums?limit=99`)).toMatchObject({
      status: 400,
      template: '/artists/{id}/albums',
    })
    expect(ask(answerSpotify, '/nothing')).toMatchObject({ status: 404, template: '' })
    expect(ask(answerSpotify, `/artists/${id}`, { method: 'POST' })).toMatchObject({
      status: 404,
      template: '',
    })
  })

  it('tells an unknown id from a malformed one', () => {
    expect(ask(answerSpotify, `/artists/${unknown}`)).toMatchObject({
      status: 404,
      body: { error: { status: 404, message: 'Resource not found' } },
    })
    expect(ask(answerSpotify, '/tracks/nonsense')).toMatchObject({
      status: 400,
      body: { error: { status: 400, message: 'Invalid base62 id' } },
    })
    expect(ask(answerSpotify, `/albums/${unknown}/tracks`).status).toBe(404)
  })

  it('does not know an artist who is not on Spotify', () => {
    const absent = artistWith('absent-on-spotify')
    const found = read(answerSpotify, `/search?type=artist&limit=50&q=${encodeURIComponent(absent.name)}`)
    expect(found.artists.items.map((artist: Json) => artist.name)).not.toContain(absent.name)
  })

  describe('album lists', () => {
    const page = (query: string) => read(answerSpotify, `/artists/${id}/albums?${query}`)

    it('walk through every release once by following next', () => {
      const ids: string[] = []
      let address: string | null = `/artists/${id}/albums?limit=7`
      while (address !== null) {
        const body: Json = read(answerSpotify, address)
        expect(body.total).toBe(own.length)
        ids.push(...body.items.map((album: Json) => album.id))
        address = body.next === null ? null : body.next.replace('/v1', '')
      }
      expect(ids).toEqual(own.map(({ release }) => release.id))
    })

    it('link back and forth', () => {
      const middle = page('limit=5&offset=5&include_groups=album,single&market=US')
      expect(middle.previous).toBe(
        `https://service.example/v1/artists/${id}/albums?include_groups=album%2Csingle&market=US&offset=0&limit=5`,
      )
      expect(new URL(middle.next).searchParams.get('offset')).toBe('10')
      expect(page('limit=50').next).toBeNull()
      expect(page('limit=50').previous).toBeNull()
    })

    it('hold only the wanted groups', () => {
      for (const group of ['album', 'single', 'compilation', 'appears_on']) {
        const groups = page(`include_groups=${group}&limit=50`).items.map((album: Json) => album.album_group)
        expect(groups.length).toBeGreaterThan(0)
        expect(new Set(groups)).toEqual(new Set([group]))
      }
      expect(ask(answerSpotify, `/artists/${id}/albums?include_groups=mixtape`).status).toBe(400)
    })

    it('credit releases of many to various artists', () => {
      const appearance = page('include_groups=appears_on').items[0]
      expect(appearance.artists).toMatchObject([{ name: 'Various Artists' }])
    })

    it.each(['limit=0', 'limit=51', 'limit=-1', 'limit=many'])('refuse %s', (query) => {
      expect(ask(answerSpotify, `/artists/${id}/albums?${query}`)).toMatchObject({
        status: 400,
        body: { error: { status: 400, message: 'Invalid limit' } },
      })
    })

    it('are empty behind the end, with a total', () => {
      expect(page('offset=500')).toMatchObject({ items: [], next: null, total: own.length })
    })
  })

  describe('albums and tracks', () => {
    it('embed the first fifty tracks and page the rest', () => {
      const album = read(answerSpotify, `/albums/${boxSet.id}`)
      expect(album.tracks).toMatchObject({ limit: 50, offset: 0, total: boxSet.trackIds.length })
      expect(album.tracks.items).toHaveLength(50)
      const rest = read(answerSpotify, album.tracks.next.replace('/v1', ''))
      expect(rest.items).toHaveLength(boxSet.trackIds.length - 50)
      expect(rest.next).toBeNull()
    })

    it('carry an ISRC on full tracks only', () => {
      const [simple] = read(answerSpotify, `/albums/${boxSet.id}/tracks?limit=1`).items
      expect(simple).not.toHaveProperty('external_ids')
      expect(simple).not.toHaveProperty('popularity')
      expect(read(answerSpotify, `/tracks/${simple.id}`).external_ids.isrc).toMatch(
        /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/,
      )
    })

    it('allow fifty tracks to a page in every tier', () => {
      for (const tier of ['development', 'legacy', 'extended'] as const) {
        expect(read(answerSpotify, `/albums/${boxSet.id}/tracks?limit=50`, { tier }).items).toHaveLength(50)
        expect(ask(answerSpotify, `/albums/${boxSet.id}/tracks?limit=51`, { tier }).status).toBe(400)
      }
    })

    it('say with a market whether they can be played there, and list markets without one', () => {
      const locked = own.find(({ release }) => release.traits.includes('us-only'))!.release
      expect(read(answerSpotify, `/albums/${locked.id}`).available_markets).toEqual(['US'])
      const abroad = read(answerSpotify, `/albums/${locked.id}?market=SE`)
      expect(abroad).toMatchObject({ is_playable: false, restrictions: { reason: 'market' } })
      expect(abroad).not.toHaveProperty('available_markets')
      expect(read(answerSpotify, `/albums/${locked.id}?market=US`).is_playable).toBe(true)
    })

    it('keep positions in a batch, with null for what is unknown', () => {
      const [first, second] = boxSet.trackIds
      const { tracks } = read(answerSpotify, `/tracks?ids=${first},${unknown},${second}`)
      expect(tracks.map((track: Json) => track?.id ?? null)).toEqual([first, null, second])
      expect(read(answerSpotify, `/artists?ids=${unknown}`).artists).toEqual([null])
      expect(read(answerSpotify, `/albums?ids=${boxSet.id}`).albums[0].tracks.total).toBe(
        boxSet.trackIds.length,
      )
    })

    it.each([
      ['/tracks', 50],
      ['/artists', 50],
      ['/albums', 20],
      ['/audio-features', 100],
    ])('take %s in batches of at most %i', (path, max) => {
      const ids = (count: number) => Array.from({ length: count }, () => unknown).join(',')
      expect(ask(answerSpotify, `${path}?ids=${ids(max)}`).status).toBe(200)
      expect(ask(answerSpotify, `${path}?ids=${ids(max + 1)}`)).toMatchObject({
        status: 400,
        body: { error: { message: 'Too many ids requested' } },
      })
      expect(ask(answerSpotify, path).status).toBe(400)
    })
  })

  it('shows at most ten top tracks, most popular first', () => {
    const { tracks } = read(answerSpotify, `/artists/${id}/top-tracks?market=US`)
    const popularity = tracks.map((track: Json) => track.popularity)
    expect(tracks).toHaveLength(10)
    expect(popularity).toEqual(popularity.toSorted((a: number, b: number) => b - a))
  })
})
