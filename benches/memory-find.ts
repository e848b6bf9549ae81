import { memoryStorage } from '@setvote/adapter-memory'
import type { Storage } from '@setvote/sdk/storage'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { saveArtist, songDrafts, spotifyIdOf } from './support/songs.ts'

const few = 1000
const many = 100_000
const finds = 20_000
const rounds = 50
const warmUp = 10

/**
 * What 99,000 more songs cost a `find` by an external id: the same 1,000 songs are looked for, in the same order, in a
 * storage of 1,000 and in one of 100,000. Looking for all 100,000 instead would measure the caches of the processor;
 * it is told beside.
 */
export async function* memoryFind(): AsyncGenerator<Row> {
  const [small, large] = [await storageOf(few), await storageOf(many)]
  const medians = await interleaved(
    { few: finder(small, few), many: finder(large, few) },
    { rounds, warmUp },
  )
  const { any } = await interleaved({ any: finder(large, many) }, { rounds: warmUp, warmUp: 1 })
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

/** Looks for the first `count` songs in no order. */
function finder(storage: Storage, count: number): () => Promise<void> {
  let index = 0
  return async () => {
    for (let done = 0; done < finds; done++) {
      // A step that shares no divisor with the number of songs leads to every one of them.
      index = (index + 7919 * 31) % count
      const song = await storage.songs.find({ service: 'spotify', id: spotifyIdOf(index) })
      if (song === null) throw new Error(`memory.find: song ${index} is not there`)
    }
  }
}
