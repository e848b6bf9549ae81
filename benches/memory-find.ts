import { memoryStorage } from '@setvote/adapter-memory'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { saveArtist, songDrafts, spotifyIdOf } from './support/songs.ts'

const few = 1000
const many = 100_000
const finds = 1000
const rounds = 300
const warmUp = 50

/** One `find` by an external id among 100,000 songs against one among 1,000: any id, in no order. */
export async function* memoryFind(): AsyncGenerator<Row> {
  const medians = await interleaved(
    { few: await finderAmong(few), many: await finderAmong(many) },
    { rounds, warmUp },
  )
  const perFind = (ms: number) => (ms / finds) * 1000
  explain(`memory.find: ${rounds} rounds of ${finds} finds each`)
  yield compared('memory.find', perFind(medians.many), 'µs', `among ${few} songs`, perFind(medians.few))
}

async function finderAmong(count: number): Promise<() => Promise<void>> {
  const storage = memoryStorage()
  await storage.songs.saveMany(songDrafts(await saveArtist(storage), count))
  gc?.()
  let index = 0
  return async () => {
    for (let done = 0; done < finds; done++) {
      // A step that shares no divisor with either number of songs leads to every one of them.
      index = (index + 7919 * 31) % count
      const song = await storage.songs.find({ service: 'spotify', id: spotifyIdOf(index) })
      if (song === null) throw new Error(`memory.find: song ${index} is not there`)
    }
  }
}
