import assert from 'node:assert/strict'
import { refused } from '../assertions.ts'
import { setlistDraft, songDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { distinct } from '../many.ts'
import { setStage } from '../stage.ts'

export function setlistSongs(test: Test): void {
  test('songs are numbered from 0, with an id each', async (storage) => {
    const stage = await setStage(storage)
    const songs = (await storage.setlists.find(stage.setlistId))?.songs ?? []
    assert.deepEqual(
      songs.map(({ position, title }) => [position, title]),
      [
        [0, 'Low Tide'],
        [1, 'Lantern'],
        [2, 'Undertow'],
      ],
    )
    assert.equal(distinct(stage.songs).length, 3)
  })

  test('a song keeps its id wherever it moves, also when it is played twice', async (storage) => {
    const { artistId, showId, setlistId, songs } = await setStage(storage)
    const save = async (titles: readonly string[]) => {
      const { entity } = await storage.setlists.save(
        setlistDraft({ id: setlistId, artistId, showId, songs: titles.map((title) => ({ title })) }),
      )
      return entity.songs.map(({ id }) => id)
    }
    const [lowTide, lantern, undertow] = songs
    const moved = await save(['Undertow', 'Low Tide', 'Lantern', 'Low Tide'])
    assert.deepEqual(moved.slice(0, 3), [undertow, lowTide, lantern])
    assert.equal(distinct([...moved, ...songs]).length, 4)
    assert.deepEqual(await save(['Low Tide', 'Low Tide']), [lowTide, moved[3]])
  })

  test('a song is known by what it links to, else by its title', async (storage) => {
    const { artistId, showId, setlistId } = await setStage(storage)
    const { entity: song } = await storage.songs.save(songDraft({ artistId }))
    const save = (title: string) =>
      storage.setlists.save(
        setlistDraft({ id: setlistId, artistId, showId, songs: [{ title, songId: song.id }] }),
      )
    const { entity: one } = await save('Low Tide')
    const { entity: two } = await save('Low Tide (reprise)')
    assert.equal(two.songs[0]?.id, one.songs[0]?.id)
  })

  test('a song keeps its id when it is linked later', async (storage) => {
    const { artistId, showId, setlistId, songs } = await setStage(storage)
    const { entity: song } = await storage.songs.save(songDraft({ artistId, title: 'Lantern' }))
    const { entity } = await storage.setlists.save(
      setlistDraft({
        id: setlistId,
        artistId,
        showId,
        songs: [{ title: 'Low Tide' }, { title: 'Lantern', songId: song.id }, { title: 'Undertow' }],
      }),
    )
    assert.deepEqual(
      entity.songs.map(({ id }) => id),
      songs,
    )
  })

  test('saving the same songs again changes nothing', async (storage) => {
    const { artistId, showId, setlistId } = await setStage(storage)
    const held = await storage.setlists.find(setlistId)
    const saved = await storage.setlists.save(
      setlistDraft({
        id: setlistId,
        artistId,
        showId,
        songs: ['Low Tide', 'Lantern', 'Undertow'].map((title) => ({ title })),
      }),
    )
    assert.deepEqual(saved, { entity: held, status: 'unchanged', conflicts: [] })
  })

  test('a setlist song is on one setlist, once', async (storage) => {
    const { artistId, showId, songs } = await setStage(storage)
    const draft = (ids: readonly string[]) =>
      setlistDraft({ artistId, showId, songs: ids.map((id) => ({ id, title: 'Low Tide' })) })
    await refused(
      () => storage.setlists.save(draft([songs[0]])),
      () => storage.setlists.save(draft(['mine', 'mine'])),
      () => storage.setlists.saveMany([draft(['mine']), draft(['mine'])]),
    )
    const { entity } = await storage.setlists.save(draft(['mine']))
    assert.equal(entity.songs[0]?.id, 'mine')
    assert.equal((await storage.ops.stats()).setlistSongs, 4)
  })
}
