import { describe, expect, it } from 'vitest'
import { UnexpectedResponseError, UpstreamNotFoundError } from '../../../src/upstream/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from './support/failure-of.ts'
import { scriptedSpotify } from './support/scripted-spotify.ts'
import { album, albumReference, artist, idOf, page, track } from './support/things.ts'

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
