import { describe, expect, it } from 'vitest'
import { SpotifyAlbum } from '../../../src/clients/spotify/schemas.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from './support/failure-of.ts'
import { scriptedSpotify } from './support/scripted-spotify.ts'
import { album, albumReference, albumTrack, idOf, page } from './support/things.ts'

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
