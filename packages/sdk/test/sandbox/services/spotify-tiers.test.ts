import { describe, expect, it } from 'vitest'
import { answerSpotify } from '../../../src/sandbox/services/spotify.ts'
import { ask, headliner, read, world } from './ask.ts'

const id = headliner.spotifyId!
const album = world.index.discographyByArtist.get(headliner.id)![0]!.release
const track = album.trackIds[0]!

const removedIn2026 = [
  `/artists?ids=${id}`,
  `/albums?ids=${album.id}`,
  `/tracks?ids=${track}`,
  `/artists/${id}/top-tracks`,
  '/browse/new-releases',
  '/browse/categories',
  '/markets',
  '/shows?ids=x',
  '/audiobooks?ids=x',
]
const removedIn2024 = [
  `/artists/${id}/related-artists`,
  `/audio-features/${track}`,
  `/audio-features?ids=${track}`,
  `/audio-analysis/${track}`,
  `/recommendations?seed_artists=${id}`,
  '/recommendations/available-genre-seeds',
]

describe('an app in development mode', () => {
  const tier = 'development'

  it.each(removedIn2026)('is forbidden %s', (address) => {
    expect(ask(answerSpotify, address, { tier })).toMatchObject({
      status: 403,
      body: { error: { status: 403, message: 'Forbidden' } },
    })
  })

  it('may ask for ten albums or hits at once, five by default', () => {
    for (const address of [`/artists/${id}/albums?`, '/search?q=harbor&type=track&']) {
      expect(ask(answerSpotify, `${address}limit=10`, { tier }).status).toBe(200)
      expect(ask(answerSpotify, `${address}limit=11`, { tier })).toMatchObject({
        status: 400,
        body: { error: { status: 400, message: 'Invalid limit' } },
      })
    }
    expect(read(answerSpotify, `/artists/${id}/albums`, { tier }).limit).toBe(5)
    expect(
      read(answerSpotify, '/search?q=harbor&type=track&limit=10&offset=10', { tier }).tracks.offset,
    ).toBe(10)
  })

  it('is not told what was removed, and still the ISRC and UPC', () => {
    const artist = read(answerSpotify, `/artists/${id}`, { tier })
    const fullAlbum = read(answerSpotify, `/albums/${album.id}`, { tier })
    const fullTrack = read(answerSpotify, `/tracks/${track}`, { tier })
    const [listed] = read(answerSpotify, `/artists/${id}/albums`, { tier }).items
    for (const field of ['followers', 'popularity']) expect(artist).not.toHaveProperty(field)
    for (const field of ['available_markets', 'label', 'popularity', 'album_group']) {
      expect(fullAlbum).not.toHaveProperty(field)
      expect(listed).not.toHaveProperty(field)
    }
    for (const field of ['available_markets', 'linked_from', 'popularity']) {
      expect(fullTrack).not.toHaveProperty(field)
      expect(fullAlbum.tracks.items[0]).not.toHaveProperty(field)
    }
    expect(fullTrack.preview_url).toBeNull()
    expect(fullTrack.external_ids.isrc).toBeTypeOf('string')
    expect(fullAlbum.external_ids.upc).toBeTypeOf('string')
  })
})

describe('an app from before February 2026', () => {
  it.each(removedIn2026)('may still ask for %s', (address) => {
    expect(ask(answerSpotify, address, { tier: 'legacy' }).status).toBe(200)
  })

  it('has every field and pages of fifty', () => {
    expect(read(answerSpotify, `/artists/${id}`, { tier: 'legacy' })).toHaveProperty('popularity')
    expect(read(answerSpotify, `/albums/${album.id}`, { tier: 'legacy' })).toHaveProperty('label')
    expect(read(answerSpotify, `/artists/${id}/albums?limit=50`, { tier: 'legacy' }).limit).toBe(50)
    expect(read(answerSpotify, `/artists/${id}/albums`, { tier: 'legacy' }).limit).toBe(20)
  })
})

describe('what was removed in November 2024', () => {
  it.each(removedIn2024)('%s is for apps with extended quota only', (address) => {
    expect(ask(answerSpotify, address, { tier: 'extended' }).status).toBe(200)
    for (const tier of ['development', 'legacy'] as const) {
      expect([403, 404]).toContain(ask(answerSpotify, address, { tier }).status)
    }
  })

  it('is refused for audio features without a message', () => {
    expect(ask(answerSpotify, `/audio-features/${track}`, { tier: 'legacy' }).body).toEqual({
      error: { status: 403 },
    })
  })

  it('gives recommendations for up to five seeds', () => {
    const body = read(answerSpotify, `/recommendations?seed_artists=${id}&seed_genres=rock&limit=3`)
    expect(body.tracks).toHaveLength(3)
    expect(body.seeds).toMatchObject([
      { type: 'ARTIST', id },
      { type: 'GENRE', id: 'rock', href: null },
    ])
    const six = Array.from({ length: 6 }, () => id).join(',')
    expect(ask(answerSpotify, `/recommendations?seed_artists=${six}`).status).toBe(400)
    expect(ask(answerSpotify, '/recommendations').status).toBe(400)
  })

  it('relates at most twenty artists of the same genre', () => {
    const { artists } = read(answerSpotify, `/artists/${id}/related-artists`)
    expect(artists.length).toBeGreaterThan(0)
    expect(artists.length).toBeLessThanOrEqual(20)
  })
})
