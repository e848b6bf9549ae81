import { beforeEach, describe, expect, it } from 'vitest'
import { openStage, type Stage, source, vote } from './support.ts'

let stage: Stage

beforeEach(async () => {
  stage = await openStage()
})

async function afterTheShow() {
  for (const day of ['11', '13', '15']) await stage.played(`2026-11-${day}`, ['One', 'Two', 'Three'])
  const show = await stage.show()
  const predicted = await stage.prediction.setlistFor(show.id)
  const { entity: wishes } = await stage.storage.setlists.save({
    showId: show.id,
    artistId: stage.artistId,
    kind: 'fan',
    fanId: 'fan_1',
    songs: [{ title: 'Rarity' }],
    externalIds: [],
    source,
  })
  const idOf = (title: string) =>
    [...predicted.songs, ...wishes.songs].find((song) => song.title === title)!.id
  await vote(stage.storage, idOf('Two'), ['fan_1', 'fan_2', 'fan_3'])
  await vote(stage.storage, idOf('Rarity'), ['fan_1', 'fan_2'])
  await vote(stage.storage, idOf('Three'), ['fan_3'])
  const play = () =>
    stage.storage.setlists.save({
      showId: show.id,
      artistId: stage.artistId,
      kind: 'actual',
      localDate: '2026-12-01',
      songs: [{ title: 'Intro', tape: true }, { title: 'One' }, { title: 'Two' }, { title: 'Rarity' }],
      externalIds: [],
      source,
    })
  return { show, play }
}

describe('predicted, voted and played', () => {
  it('are compared when it is known what was played', async () => {
    const { show, play } = await afterTheShow()
    expect(await stage.prediction.compare(show.id)).toEqual({ status: 'not-played' })
    await play()
    const comparison = await stage.prediction.compare(show.id)
    expect(comparison).toMatchObject({
      status: 'compared',
      played: 3,
      predicted: { picks: 3, hits: 2 },
      voted: { picks: 3, hits: 2 },
      fan: null,
      hits: [
        { title: 'One', upvotes: 0 },
        { title: 'Two', upvotes: 3 },
      ],
      misses: [{ title: 'Three', upvotes: 1 }],
      surprises: [{ title: 'Rarity', upvotes: 2, probability: null }],
    })
  })

  it('are compared for one fan', async () => {
    const { show, play } = await afterTheShow()
    await play()
    const ofFan = async (fanId: string) => {
      const comparison = await stage.prediction.compare(show.id, { fanId })
      return comparison.status === 'compared' ? comparison.fan : undefined
    }
    expect(await ofFan('fan_1')).toMatchObject({ picks: 2, hits: 2, precision: 1, recall: 2 / 3 })
    expect(await ofFan('fan_3')).toMatchObject({ picks: 2, hits: 1 })
    expect(await ofFan('nobody')).toBeNull()
  })

  it('are compared without a prediction and without votes', async () => {
    const setlist = await stage.played('2026-11-10', ['One', 'Two'])
    expect(await stage.prediction.compare(setlist.showId)).toMatchObject({
      status: 'compared',
      played: 2,
      predicted: null,
      voted: null,
      fan: null,
      hits: [],
      misses: [],
      surprises: [{ title: 'One' }, { title: 'Two' }],
    })
  })
})
