import assert from 'node:assert/strict'
import { refused } from '../assertions.ts'
import { artistDraft, headliner, setlistDraft, showDraft, songDraft } from '../builders.ts'
import type { Test } from '../harness.ts'

export function links(test: Test): void {
  test('a draft that points to nothing is refused, and nothing of its call is saved', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const { entity: show } = await storage.shows.save(showDraft())
    const ours = { artistId: artist.id, showId: show.id }
    const nowhere = 'nowhere'
    await refused(
      () => storage.songs.saveMany([songDraft({ artistId: artist.id }), songDraft({ artistId: nowhere })]),
      () => storage.shows.save(showDraft({ venueId: nowhere })),
      () => storage.shows.save(showDraft({ lineup: [headliner(artist.id), headliner(nowhere, 'Nobody')] })),
      () => storage.setlists.save(setlistDraft({ ...ours, artistId: nowhere })),
      () => storage.setlists.save(setlistDraft({ ...ours, showId: nowhere })),
      () => storage.setlists.save(setlistDraft({ ...ours, songs: [{ title: 'Low Tide', songId: nowhere }] })),
    )
    const { artists, shows, songs, setlists } = await storage.ops.stats()
    assert.deepEqual({ artists, shows, songs, setlists }, { artists: 1, shows: 1, songs: 0, setlists: 0 })
  })

  test('a lineup may name acts that are not linked, and a setlist songs and fans that are not known', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const act = { ...headliner(artist.id, 'Support Act'), artistId: null, role: 'support' as const }
    const { entity: show } = await storage.shows.save(showDraft({ lineup: [act] }))
    const { entity: setlist } = await storage.setlists.save(
      setlistDraft({
        artistId: artist.id,
        showId: show.id,
        kind: 'fan',
        fanId: 'fan',
        songs: [{ title: 'Low Tide' }],
      }),
    )
    assert.deepEqual(show.lineup, [act])
    assert.deepEqual([setlist.fanId, setlist.songs[0]?.songId], ['fan', null])
  })

  test('whatever happens to the catalog leaves no link to nothing', async (storage) => {
    const [one, two] = (await storage.artists.saveMany([artistDraft(), artistDraft()])).map(
      (each) => each.entity.id,
    )
    assert.ok(one && two)
    const { entity: song } = await storage.songs.save(songDraft({ artistId: one }))
    const { entity: show } = await storage.shows.save(showDraft({ lineup: [headliner(one)] }))
    await storage.setlists.save(
      setlistDraft({ artistId: two, showId: show.id, songs: [{ title: 'Low Tide', songId: song.id }] }),
    )
    await storage.fans.follow({ fanId: 'fan', artistId: one, following: true, at: new Date(0) })
    await storage.artists.remove(one)
    assert.deepEqual(await storage.ops.integrity(), { status: 'sound', problems: [] })
  })
}
