import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SpotifyAlbum } from '../../../src/clients/spotify/schemas.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import {
  RateLimitError,
  UnexpectedResponseError,
  UpstreamNotFoundError,
} from '../../../src/upstream/errors.ts'
import { failureOf, readRecorded } from './support/recorded.ts'
import { refusal, scriptedSpotify } from './support/scripted-spotify.ts'
import { album, albumReference, albumTrack, artist, idOf, page, track } from './support/things.ts'

describe('ids', () => {
  const { spotify, requests } = scriptedSpotify(() => ({ body: artist(1) }))

  it.each([
    [
      'https://open.spotify.com/artist/7Ln80lUS6He07XvHI8qqHH?si=x',
      /pass only the id in it, '7Ln80lUS6He07XvHI8qqHH'/,
    ],
    ['spotify:artist:7Ln80lUS6He07XvHI8qqHH', /pass only the id in it, '7Ln80lUS6He07XvHI8qqHH'/],
    ['https://open.spotify.com/track/3jfr0TF6DQcOLat8gGn7E2', /another kind of thing \(track\)/],
    ['K8vZ9171Lz0', /22 letters and digits behind \/artist\/ in its link, such as '7Ln80lUS6He07XvHI8qqHH'/],
    ['6da0515e-a27d-449d-84cc-00713c38a140', /22 letters and digits/],
    ['', /22 letters and digits/],
    ['../../me', /22 letters and digits/],
    [undefined, /type undefined/],
    [null, /null/],
  ])('%j is refused before any request, with what to write', (id, message) => {
    const expected = expect.objectContaining({
      code: 'invalid-input',
      message: expect.stringMatching(message),
    })
    expect(() => spotify.artist(id as string)).toThrow(expected)
    expect(() => spotify.artistAlbums(id as string)).toThrow(expected)
    expect(() => spotify.artists([idOf(1), id as string])).toThrow(expected)
    expect(requests).toEqual([])
  })
})

describe('an answer', () => {
  it('for another artist or album is an UnexpectedResponseError', async () => {
    const { spotify } = scriptedSpotify(({ path }) => ({
      body: path.startsWith('/artists') ? artist(2) : album(2),
    }))
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toBeInstanceOf(UnexpectedResponseError)
    expect(String(failure.issues)).toContain('answered another artist')
    expect(String((await failureOf(spotify.album(idOf(1)))).issues)).toContain('answered another album')
  })

  it('for another artist inside a batch is one too', async () => {
    const { spotify } = scriptedSpotify(() => ({ body: { artists: [artist(1), artist(9)] } }), {
      tier: 'extended',
    })
    expect(await failureOf(spotify.artists([idOf(1), idOf(2)]))).toBeInstanceOf(UnexpectedResponseError)
    const short = scriptedSpotify(() => ({ body: { artists: [artist(1)] } }), { tier: 'extended' })
    expect(await failureOf(short.spotify.artists([idOf(1), idOf(2)]))).toBeInstanceOf(UnexpectedResponseError)
  })

  it('may relink a track, as recorded in Spain', async () => {
    const body = readRecorded('spotify', 'tracks/get-track.market-ES.json') as {
      id: string
      linked_from: { id: string }
    }
    expect(body.id).not.toBe(body.linked_from.id)
    const { spotify, urls } = scriptedSpotify(() => ({ body }))
    const found = await spotify.track(body.linked_from.id, { market: 'ES' })
    expect(found.linked_from?.id).toBe(body.linked_from.id)
    expect(urls()).toEqual([`/tracks/${body.linked_from.id}?market=ES`])
  })

  it('may relink a track without saying so where the tier does not see linked_from', async () => {
    const { spotify } = scriptedSpotify(() => ({ body: track(2, 'restricted') }))
    await expect(spotify.track(idOf(1), { market: 'ES' })).resolves.toMatchObject({ id: idOf(2) })
    expect(await failureOf(spotify.track(idOf(1)))).toBeInstanceOf(UnexpectedResponseError)
  })

  it('about nothing is an UpstreamNotFoundError, in the older shape as well', async () => {
    const { spotify } = scriptedSpotify(() => ({
      status: 404,
      body: readRecorded('spotify', 'errors/not-found.legacy-shape.json'),
    }))
    expect(await failureOf(spotify.artist(idOf(1)))).toBeInstanceOf(UpstreamNotFoundError)
  })

  it('of 400 may have no body', async () => {
    const { spotify, requests } = scriptedSpotify(() => ({ status: 400 }))
    const list = spotify.artistAlbums(idOf(1)).toArray({ limit: 1 })
    expect(await failureOf(list)).toMatchObject({ code: 'upstream-rejected', status: 400, attempts: 1 })
    expect(requests).toHaveLength(1)
  })

  it('may leave out every field but id and name, and add new ones', async () => {
    const { spotify } = scriptedSpotify(() => ({
      body: { id: idOf(1), name: 'Velvet Harbor', mood: 'blue' },
    }))
    expect(await spotify.artist(idOf(1))).toEqual({ id: idOf(1), name: 'Velvet Harbor' })
    expect(spotify.metrics().drift).toEqual({ 'artist.mood': 1 })
    const strict = scriptedSpotify(() => ({ body: { id: idOf(1), name: 'Velvet Harbor', mood: 'blue' } }), {
      strict: true,
    })
    expect(await failureOf(strict.spotify.artist(idOf(1)))).toBeInstanceOf(UnexpectedResponseError)
  })

  it('may hold values that nobody has heard of', async () => {
    const { spotify } = scriptedSpotify(() => ({
      body: page([{ ...albumReference(1), album_type: 'hologram' }]),
    }))
    const [found] = await spotify.artistAlbums(idOf(1)).toArray({ limit: 1 })
    expect(found?.album_type).toBe('hologram')
    expect(Object.keys(spotify.metrics().drift)).toEqual(['albums.items[].album_type'])
  })
})

describe('lists', () => {
  it('end at an empty page, whatever next says, as recorded', async () => {
    const body = readRecorded('spotify', 'search/track.empty-items-but-next-not-null.json')
    const { spotify, urls } = scriptedSpotify(() => ({ body }))
    expect(await spotify.searchTracks('running up that hill').toArray({ limit: 50 })).toEqual([])
    expect(urls()).toHaveLength(1)
  })

  it('end at an empty page though the total promises more', async () => {
    const { spotify, urls } = scriptedSpotify(({ query }) => ({
      body: page(query.get('offset') === '0' ? [albumReference(1)] : [], { limit: 10, total: 99, next: 'x' }),
    }))
    expect(await spotify.artistAlbums(idOf(1)).toArray({ limit: 50 })).toHaveLength(1)
    expect(urls()).toHaveLength(2)
  })

  it('reckon their offsets themselves and never follow next', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ query }) => {
        const offset = Number(query.get('offset'))
        const items = Array.from({ length: Math.min(50, 120 - offset) }, (_, index) =>
          albumTrack(offset + index),
        )
        return {
          body: page(items, {
            offset,
            total: 120,
            next: 'https://elsewhere.example/?query=x&locale=en&offset=7',
          }),
        }
      },
      { market: 'NL' },
    )
    expect(await spotify.albumTracks(idOf(1)).toArray({ limit: 500 })).toHaveLength(120)
    expect(urls()).toEqual(
      [0, 50, 100].map((offset) => `/albums/${idOf(1)}/tracks?limit=50&market=NL&offset=${offset}`),
    )
  })

  it('count null items as positions and leave them out', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ query }) => {
        const offset = Number(query.get('offset'))
        return { body: page([albumReference(offset + 1), null], { limit: 2, offset, total: 4 }) }
      },
      { tier: 'extended' },
    )
    const found = await spotify.artistAlbums(idOf(1), { pageSize: 2 }).toArray({ limit: 10 })
    expect(found.map(({ name }) => name)).toEqual(['Album 1', 'Album 3'])
    expect(urls()).toHaveLength(2)
  })

  it('step over what a short page left out', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ query }) => ({
        body: page([albumReference(1)], { limit: 10, offset: Number(query.get('offset')), total: 25 }),
      }),
      { tier: 'development' },
    )
    await spotify.artistAlbums(idOf(1)).toArray({ limit: 50 })
    expect(urls().map((url) => /offset=(\d+)/.exec(url)?.[1])).toEqual(['0', '10', '20'])
  })

  it('go on at the next of an earlier page', async () => {
    const { spotify, urls } = scriptedSpotify(({ query }) => ({
      body: page([albumReference(1)], { limit: 10, offset: Number(query.get('offset')), total: 15 }),
    }))
    const pages = []
    for await (const each of spotify.artistAlbums(idOf(1)).pages({ from: '10' })) pages.push(each)
    expect(pages).toMatchObject([{ total: 15, next: null }])
    expect(urls()).toEqual([`/artists/${idOf(1)}/albums?limit=10&offset=10`])
    const lost = spotify.artistAlbums(idOf(1)).pages({ from: 'https://x' })[Symbol.asyncIterator]()
    expect(await failureOf(lost.next())).toMatchObject({ code: 'invalid-input' })
  })

  it('request nothing before the first item is asked for', () => {
    const { spotify, requests } = scriptedSpotify(() => ({ body: page([]) }))
    spotify.artistAlbums(idOf(1))
    spotify.artist(idOf(1))
    expect(requests).toEqual([])
  })

  it('take the tracks in hand with an album, and ask for the others only', async () => {
    const tracks = page([albumTrack(1), albumTrack(2)], { limit: 2, total: 3, next: 'x' })
    const inHand = SpotifyAlbum.parse({ ...album(1), tracks })
    const { spotify, urls } = scriptedSpotify(() => ({
      body: page([albumTrack(3)], { offset: 2, total: 3 }),
    }))
    const found = await spotify.albumTracks(inHand).toArray({ limit: 10 })
    expect(found.map(({ name }) => name)).toEqual(['Song 1', 'Song 2', 'Song 3'])
    expect(urls()).toEqual([`/albums/${idOf(1)}/tracks?limit=50&offset=2`])
  })

  it('read a recorded album of 69 tracks to its end', async () => {
    const first = readRecorded('spotify', 'albums/get-album.over-50-tracks.first-page.json') as { id: string }
    const last = readRecorded('spotify', 'albums/album-tracks.offset50-last-page.json')
    const { spotify, urls } = scriptedSpotify(({ path }) => ({
      body: path.endsWith('/tracks') ? last : first,
    }))
    const tracks = await spotify.albumTracks(await spotify.album(first.id)).toArray({ limit: 500 })
    expect(tracks).toHaveLength(69)
    expect(urls()).toEqual([`/albums/${first.id}`, `/albums/${first.id}/tracks?limit=50&offset=50`])
  })
})

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

describe('the other verbs', () => {
  it('give top tracks, related artists and recommendations as recorded', async () => {
    const { spotify, urls } = scriptedSpotify(
      ({ path }) => ({
        body: readRecorded(
          'spotify',
          path.endsWith('top-tracks')
            ? 'artists/top-tracks.arctic-monkeys.US.json'
            : path.endsWith('related-artists')
              ? 'artists/related-artists.arctic-monkeys.json'
              : 'recommendations/recommendations.json',
        ),
      }),
      { tier: 'extended', market: 'US' },
    )
    expect(await spotify.artistTopTracks(idOf(1))).toHaveLength(10)
    expect(await spotify.relatedArtists(idOf(1))).toHaveLength(20)
    const { tracks, seeds } = await spotify.recommendations({
      artists: [idOf(1)],
      genres: ['rock'],
      tune: { min_energy: 0.4 },
    })
    expect([tracks.length, seeds?.length]).toEqual([20, 5])
    expect(urls()).toEqual([
      `/artists/${idOf(1)}/top-tracks?market=US`,
      `/artists/${idOf(1)}/related-artists`,
      `/recommendations?limit=20&market=US&min_energy=0.4&seed_artists=${idOf(1)}&seed_genres=rock`,
    ])
  })

  it('give audio features by a hundred, in order', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => idOf(index))
    const { spotify, urls } = scriptedSpotify(({ query }) => ({
      body: {
        audio_features: query
          .get('ids')!
          .split(',')
          .map((id) => (id === idOf(1) ? null : { id, tempo: 120 })),
      },
    }))
    const found = await spotify.audioFeatures(ids)
    expect(found.map((each) => each?.id ?? null)).toEqual(ids.map((id) => (id === idOf(1) ? null : id)))
    expect(urls()).toHaveLength(2)
  })

  it('reach what has no verb, with a schema or without', async () => {
    const { spotify } = scriptedSpotify(() => ({ body: { name: 'Velvet' } }))
    expect(await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd')).toEqual({ name: 'Velvet' })
    const schema = z.object({ name: z.string() })
    const named = await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd', {
      schema,
      query: { market: 'NL' },
    })
    expect(named.name).toBe('Velvet')
    expect(spotify.metrics().requestsByEndpoint).toEqual({ 'GET /playlists/{id}': 2 })
  })

  it('tell health, with a request or without', async () => {
    const { spotify, urls } = scriptedSpotify(() => ({ body: { artists: page([artist(1, 'restricted')]) } }))
    expect(await spotify.health()).toMatchObject({
      service: 'spotify',
      status: 'up',
      tier: null,
      latencyMs: null,
    })
    expect(urls()).toEqual([])
    const health = await spotify.health({ probe: true })
    expect(health).toMatchObject({ status: 'up', tier: 'development', breaker: 'closed', error: null })
    expect(health.latencyMs).toBeGreaterThanOrEqual(0)
    expect(urls()).toEqual(['/search?limit=1&offset=0&q=a&type=artist'])
  })
})

describe('limits', () => {
  it('keep a used-up quota apart from a fast pace, and never retry it', async () => {
    const { spotify, requests } = scriptedSpotify(() =>
      refusal(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }),
    )
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toBeInstanceOf(RateLimitError)
    expect(failure).toMatchObject({ scope: 'day', attempts: 1 })
    expect(await failureOf(spotify.album(idOf(1)))).toMatchObject({ scope: 'day', attempts: 0 })
    expect(requests).toHaveLength(1)
  })

  it('take the end of a quota from Retry-After where there is one', async () => {
    const { spotify } = scriptedSpotify(() => ({
      ...refusal(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }),
      headers: { 'retry-after': '7200' },
    }))
    expect((await failureOf(spotify.artist(idOf(1)))).retryAt).toEqual(new Date('2026-11-21T14:00:00Z'))
  })

  it('fail at once when the pause is hours, as quoted, and hold every later call back', async () => {
    const { spotify, requests } = scriptedSpotify(() => ({
      status: 429,
      headers: { 'retry-after': '19056', 'content-type': 'text/plain' },
      body: 'Too many requests',
    }))
    const failure = await failureOf(spotify.artist(idOf(1)))
    expect(failure).toMatchObject({ code: 'rate-limited', scope: 'cooldown' })
    expect(failure.retryAt).toEqual(new Date(Date.parse('2026-11-21T12:00:00Z') + 19_056_000))
    await failureOf(spotify.search('x', { types: ['artist'] }))
    expect(requests).toHaveLength(1)
    expect(await spotify.health()).toMatchObject({ status: 'cooling-down' })
  })

  it('wait for a short pause and go on', async () => {
    const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
    const { spotify } = scriptedSpotify(
      (_request, index) =>
        index === 0 ? { ...refusal(429), headers: { 'retry-after': '2' } } : { body: artist(1) },
      { clock },
    )
    await spotify.artist(idOf(1))
    expect(clock.now()).toEqual(new Date('2026-11-21T12:00:02Z'))
  })
})
