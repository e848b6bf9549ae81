import { memoryStorage } from '@setvote/adapter-memory'
import type { Storage } from '@setvote/sdk/storage'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { saveArtist, songDrafts, spotifyIdOf } from './support/songs.ts'

const few = 1000
const many = 100_000
/** Looked for by turns, spread evenly over each storage. */
const asked = 100
const finds = 20_000
const rounds = 50
const warmUp = 10

/**
 * What 99,000 more songs cost a `find` by an external id. In both storages 100 songs from all over it are looked for
 * by turns, few enough for the caches of any processor: going through all 100,000 instead would measure how much of
 * them fits there. What that takes is told beside.
 */
export async function* memoryFind(): AsyncGenerator<Row> {
  const [small, large] = [await storageOf(few), await storageOf(many)]
  const medians = await interleaved(
    { few: finder(small, few / asked, few), many: finder(large, many / asked, many) },
    { rounds, warmUp },
  )
  const { any } = await interleaved({ any: finder(large, 7919, many) }, { rounds: warmUp, warmUp: 1 })
  const perFind = (ms: number) => (ms / finds) * 1000
  explain(
    `memory.find: ${rounds} rounds of ${finds} finds each; ${perFind(any).toFixed(2)} µs where all ${many} songs take turns`,
  )
  yield compared('memory.find', perFind(medians.many), 'µs', `among ${few} songs`, perFind(medians.few))
}

async function storageOf(count: number): Promise<Storage> {
  const storage = memoryStorage()
  await storage.songs.saveMany(songDrafts(await saveArtist(storage), count))
  gc?.()
  return storage
}

/** Looks for every `step`th of `count` songs, again and again. */
function finder(storage: Storage, step: number, count: number): () => Promise<void> {
  let index = 0
  return async () => {
    for (let done = 0; done < finds; done++) {
      index = (index + step) % count
      const song = await storage.songs.find({ service: 'spotify', id: spotifyIdOf(index) })
      if (song === null) throw new Error(`memory.find: song ${index} is not there`)
    }
  }
}
