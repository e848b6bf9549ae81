import assert from 'node:assert/strict'
import type { SongDraft } from '../../domain/song.ts'
import { artistDraft, songDraft, sourceOf, trackOf } from '../builders.ts'
import type { Test } from '../harness.ts'
import { idsOf } from './listing.ts'

export function songQueries(test: Test): void {
  test('artistId, search and kinds narrow, alone and together', async (storage) => {
    await storage.artists.saveMany([artistDraft({ id: 'x' }), artistDraft({ id: 'y' })])
    const song = (id: string, artistId: string, title: string, kind?: 'studio' | 'live'): SongDraft =>
      songDraft({
        id,
        artistId,
        title,
        ...(kind && { tracks: [trackOf({ spotifyId: id, songTitle: title, kind })] }),
        source: sourceOf('spotify'),
      })
    await storage.songs.saveMany([
      song('c', 'x', 'Low Tide', 'studio'),
      song('a', 'x', 'Hoppípolla', 'live'),
      song('b', 'y', 'High Tide', 'studio'),
      song('d', 'x', 'Tidal'),
    ])
    const found = (query: object) => idsOf(storage.songs, query, 1)
    assert.deepEqual(await found({ artistId: 'x' }), ['a', 'c', 'd'])
    assert.deepEqual(await found({ search: 'tid' }), ['b', 'c', 'd'])
    assert.deepEqual(await found({ search: 'HOPPIPOLLA' }), ['a'])
    assert.deepEqual(await found({ kinds: ['studio'] }), ['b', 'c'])
    assert.deepEqual(await found({ kinds: ['unrecorded', 'live'] }), ['a', 'd'])
    assert.deepEqual(await found({ kinds: [] }), [])
    assert.deepEqual(await found({ artistId: 'x', search: 'tide', kinds: ['studio'] }), ['c'])
    assert.deepEqual(await found({ artistId: 'nobody' }), [])
  })

  test('what follows from tracks follows for every save', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const save = (spotifyId: string, kind: 'live' | 'studio', releasedOn: string) =>
      storage.songs.save(
        songDraft({
          artistId: artist.id,
          externalIds: [{ service: 'setvote', id: 'low tide' }],
          title: 'Low Tide - Live',
          source: sourceOf('spotify'),
          tracks: [trackOf({ spotifyId, kind, releasedOn, popularity: spotifyId.length, durationMs: 1000 })],
        }),
      )
    await save('live', 'live', '2015')
    const { entity } = await save('a', 'studio', '2011-05-23')
    assert.deepEqual(
      [entity.kind, entity.title, entity.popularity, entity.releasedOn],
      ['studio', 'Low Tide', 4, '2011-05-23'],
    )
    assert.deepEqual(
      entity.tracks.map(({ spotifyId }) => spotifyId),
      ['a', 'live'],
    )
    assert.deepEqual(await idsOf(storage.songs, { kinds: ['live'] }, 10), [])
    assert.deepEqual(await storage.songs.find(entity.id), entity)
  })
}
