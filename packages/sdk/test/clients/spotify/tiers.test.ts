import { describe, expect, it } from 'vitest'
import {
  EndpointUnavailableError,
  UpstreamNotFoundError,
  UpstreamRejectedError,
} from '../../../src/upstream/errors.ts'
import { failureOf } from './support/failure-of.ts'
import { refusal, scriptedSpotify } from './support/scripted-spotify.ts'
import { artist, idOf, page } from './support/things.ts'

import { appOf, developmentApp, ids, isForbidden, oldApp } from './support/tiered-app.ts'

describe('an app whose tier nobody declared', () => {
  it('sends nothing forbidden once the first artist has shown the development tier', async () => {
    const { spotify, requests } = scriptedSpotify(developmentApp)
    await spotify.artist(idOf(1))
    expect(spotify.capabilities()).toMatchObject({ tier: 'development', pageLimit: 10 })

    expect(await spotify.artistAlbums(idOf(1)).toArray({ limit: 100 })).toHaveLength(35)
    expect(await spotify.albums(ids(8))).toHaveLength(8)
    expect(await spotify.tracks(ids(8))).toHaveLength(8)
    expect(await failureOf(spotify.artistTopTracks(idOf(1)))).toBeInstanceOf(EndpointUnavailableError)
    expect(requests.filter(isForbidden)).toEqual([])
  })

  it('sends nothing forbidden even before anything was learned', async () => {
    for (const first of ['artistAlbums', 'albums', 'tracks'] as const) {
      const { spotify, requests } = scriptedSpotify(developmentApp)
      if (first === 'artistAlbums') await spotify.artistAlbums(idOf(1)).toArray({ limit: 100 })
      else await spotify[first](ids(30))
      expect(requests.filter(isForbidden), first).toEqual([])
    }
  })

  it('asks for full pages and batches once the first artist has shown popularity', async () => {
    const { spotify, urls } = scriptedSpotify(oldApp)
    await spotify.artist(idOf(1))
    expect(spotify.capabilities()).toMatchObject({ tier: 'legacy', pageLimit: 50 })
    await spotify.artistAlbums(idOf(1)).toArray({ limit: 100 })
    await spotify.albums(ids(35))
    expect(urls().slice(1)).toEqual([
      `/artists/${idOf(1)}/albums?limit=50&offset=0`,
      `/albums?ids=${ids(20).join(',')}`,
      `/albums?ids=${ids(15, 21).join(',')}`,
    ])
  })

  it('learns from one thing asked for alone, and takes the rest in batches', async () => {
    const { spotify, urls } = scriptedSpotify(oldApp)
    await spotify.tracks(ids(60))
    expect(urls()).toEqual([
      `/tracks/${idOf(1)}`,
      `/tracks?ids=${ids(50, 2).join(',')}`,
      `/tracks?ids=${ids(9, 52).join(',')}`,
    ])
  })

  it('learns the whole tier from one refusal, whichever it was', async () => {
    const { spotify, requests } = scriptedSpotify(developmentApp)
    expect(await failureOf(spotify.artistTopTracks(idOf(1)))).toMatchObject({ status: 403, attempts: 1 })
    await spotify.artistAlbums(idOf(1)).toArray({ limit: 100 })
    await spotify.artists(ids(3))
    await failureOf(spotify.relatedArtists(idOf(1)))
    expect(requests.filter(isForbidden)).toHaveLength(1)
    expect(spotify.capabilities()).toMatchObject({
      tier: 'development',
      features: { artistBatch: 'unavailable', topTracks: 'unavailable', audioFeatures: 'unavailable' },
    })
  })

  it('makes one forbidden call at most when the fields had promised more', async () => {
    // Artists with popularity, and yet no batches: grandfathered apps have been cut like this.
    const { spotify, requests } = scriptedSpotify(({ path, query }) =>
      appOf(path === `/artists/${idOf(1)}` ? 'legacy' : 'development', path, query),
    )
    await spotify.artist(idOf(1))
    const [albums, tracks, listed] = await Promise.all([
      spotify.albums(ids(45)),
      spotify.albums(ids(5, 100)),
      spotify.artistAlbums(idOf(1), { pageSize: 10 }).toArray({ limit: 100 }),
    ])
    expect([albums.length, tracks.length, listed.length]).toEqual([45, 5, 35])
    expect(requests.filter(isForbidden)).toHaveLength(1)
    expect(spotify.capabilities().tier).toBe('development')
  })
})

describe('a declared tier', () => {
  it('keeps a development app from every forbidden call', async () => {
    const { spotify, requests } = scriptedSpotify(developmentApp, { tier: 'development' })
    await spotify.artists(ids(3))
    await spotify.artistAlbums(idOf(1), { pageSize: 50 }).toArray({ limit: 100 })
    for (const refused of [
      spotify.artistTopTracks(idOf(1)),
      spotify.relatedArtists(idOf(1)),
      spotify.recommendations({ artists: [idOf(1)] }),
      spotify.audioFeatures([idOf(1)]),
      spotify.request('/browse/new-releases'),
    ]) {
      expect(await failureOf(refused)).toMatchObject({ code: 'endpoint-unavailable', attempts: 0 })
    }
    expect(requests.filter(isForbidden)).toEqual([])
  })

  it('keeps a legacy app from what ended in November 2024', async () => {
    const { spotify, requests } = scriptedSpotify(oldApp, { tier: 'legacy' })
    expect(await failureOf(spotify.relatedArtists(idOf(1)))).toMatchObject({ code: 'endpoint-unavailable' })
    expect(requests).toEqual([])
    expect(spotify.capabilities()).toMatchObject({
      tier: 'legacy',
      pageLimit: 50,
      features: { albumBatch: 'available' },
    })
  })
})

describe('page limits', () => {
  it('fall to ten after one "Invalid limit", with one repetition', async () => {
    const { spotify, urls } = scriptedSpotify(developmentApp, { tier: 'extended' })
    expect(await spotify.artistAlbums(idOf(1)).toArray({ limit: 100 })).toHaveLength(35)
    expect(urls()[0]).toContain('limit=50&offset=0')
    expect(
      urls()
        .slice(1)
        .every((url) => url.includes('limit=10&')),
    ).toBe(true)
    expect(urls()).toHaveLength(1 + 4)
    expect(spotify.capabilities().pageLimit).toBe(10)
  })

  it('teach the tier when nobody declared it', async () => {
    const { spotify } = scriptedSpotify((request) =>
      request.path === `/artists/${idOf(1)}` ? oldApp(request, 0) : developmentApp(request, 0),
    )
    await spotify.artist(idOf(1))
    await spotify.artistAlbums(idOf(1)).toArray({ limit: 1 })
    expect(spotify.capabilities()).toMatchObject({
      tier: 'development',
      features: { albumBatch: 'unavailable' },
    })
  })

  it('are not tried again at ten, and other refusals not at all', async () => {
    for (const [limit, message, requests] of [
      [10, 'Invalid limit', 1],
      [50, 'Invalid market', 1],
      [50, 'Invalid limit', 2],
    ] as const) {
      const { spotify, urls } = scriptedSpotify(() => refusal(400, message), { tier: 'extended' })
      const failure = await failureOf(spotify.search('x', { types: ['artist'], limit }))
      expect(failure).toBeInstanceOf(UpstreamRejectedError)
      expect(urls(), `${limit} ${message}`).toHaveLength(requests)
    }
  })

  it('leave album tracks at fifty in every tier', async () => {
    const { spotify, urls } = scriptedSpotify(() => ({ body: page([]) }), { tier: 'development' })
    await spotify.albumTracks(idOf(1)).toArray({ limit: 1 })
    expect(urls()).toEqual([`/albums/${idOf(1)}/tracks?limit=50&offset=0`])
  })
})

describe('what ended in November 2024', () => {
  it('is unavailable after a 403 without a message, and asked for once', async () => {
    const { spotify, urls } = scriptedSpotify(() => ({ status: 403, body: { error: { status: 403 } } }))
    const failure = await failureOf(spotify.audioFeatures([idOf(1)]))
    expect(failure).toBeInstanceOf(EndpointUnavailableError)
    expect(failure).toMatchObject({ status: 403, attempts: 1 })
    expect(await failureOf(spotify.audioFeatures([idOf(2)]))).toMatchObject({ attempts: 0 })
    expect(await failureOf(spotify.recommendations({ genres: ['rock'] }))).toMatchObject({ attempts: 0 })
    expect(urls()).toHaveLength(1)
    expect(spotify.capabilities()).toMatchObject({ tier: null, features: { albumBatch: 'unknown' } })
  })

  it.each(['relatedArtists', 'recommendations'] as const)(
    'is unavailable after a 404 too: %s',
    async (verb) => {
      const { spotify, urls } = scriptedSpotify(() => refusal(404, 'Not found.'))
      const ask = () =>
        verb === 'relatedArtists'
          ? spotify.relatedArtists(idOf(1))
          : spotify.recommendations({ artists: [idOf(1)] })
      expect(await failureOf(ask())).toBeInstanceOf(EndpointUnavailableError)
      expect(await failureOf(ask())).toBeInstanceOf(EndpointUnavailableError)
      expect(urls()).toHaveLength(1)
    },
  )

  it('answers 404 for an unknown artist where it is known to work', async () => {
    const { spotify } = scriptedSpotify(({ path }) =>
      path.includes(idOf(1)) ? { body: { artists: [artist(2)] } } : refusal(404, 'Resource not found'),
    )
    expect((await spotify.relatedArtists(idOf(1))).map(({ id }) => id)).toEqual([idOf(2)])
    expect(await failureOf(spotify.relatedArtists(idOf(9)))).toBeInstanceOf(UpstreamNotFoundError)
    await expect(spotify.relatedArtists(idOf(1))).resolves.toHaveLength(1)
    const declared = scriptedSpotify(() => refusal(404), { tier: 'extended' })
    expect(await failureOf(declared.spotify.relatedArtists(idOf(9)))).toBeInstanceOf(UpstreamNotFoundError)
  })

  it('tells an approved app from a legacy one', async () => {
    const { spotify } = scriptedSpotify(({ path }) =>
      path.startsWith('/audio') ? { body: { audio_features: [null] } } : { body: artist(1) },
    )
    await spotify.artist(idOf(1))
    expect(spotify.capabilities().tier).toBe('legacy')
    await spotify.audioFeatures([idOf(1)])
    expect(spotify.capabilities().tier).toBe('extended')
  })
})

describe('refusals that say nothing about the tier', () => {
  it('take a lapsed subscription for what it is, text and all', async () => {
    const text =
      'Active premium subscription required for the owner of the app. When the subscription status changes, it can take a few hours before requests are allowed again.'
    const { spotify, requests } = scriptedSpotify(() => ({ status: 403, body: text }), { tier: 'auto' })
    const failure = await failureOf(spotify.artistTopTracks(idOf(1)))
    expect(failure).toBeInstanceOf(UpstreamRejectedError)
    expect(failure.message).toContain('Active premium subscription required')
    expect(requests).toHaveLength(1)
    expect(spotify.capabilities()).toMatchObject({ tier: null, features: { topTracks: 'unknown' } })
  })

  it("do not believe a proxy's web page", async () => {
    const { spotify } = scriptedSpotify(() => ({ status: 403, body: '<html>Forbidden</html>' }))
    expect(await failureOf(spotify.artistTopTracks(idOf(1)))).toBeInstanceOf(UpstreamRejectedError)
    expect(spotify.capabilities().tier).toBeNull()
  })
})

describe('the estimate', () => {
  it('counts what the tier makes of the work', async () => {
    const work = { artists: 1, listedAlbums: [35], albums: 35, tracks: 120, searches: 1 }
    const restricted = scriptedSpotify(developmentApp, { tier: 'development' })
    expect(restricted.spotify.estimate(work)).toBe(1 + 4 + 35 + 120 + 1)
    const full = scriptedSpotify(oldApp, { tier: 'extended' })
    expect(full.spotify.estimate(work)).toBe(1 + 1 + 2 + 3 + 1)
  })
})
