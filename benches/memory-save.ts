import { memoryStorage } from '@setvote/adapter-memory'
import { explain } from './support/explain.ts'
import { median } from './support/median.ts'
import { alone, type Row } from './support/row.ts'
import { saveArtist, songDrafts } from './support/songs.ts'

const songs = 100_000
const rounds = 3

/** How long 100,000 new songs take in one `saveMany`. */
export async function* memorySave(): AsyncGenerator<Row> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const storage = memoryStorage()
    const drafts = songDrafts(await saveArtist(storage), songs)
    gc?.()
    const startedAt = performance.now()
    await storage.songs.saveMany(drafts)
    times.push((performance.now() - startedAt) / 1000)
    await storage.close()
  }
  explain(`memory.save: ${times.map((time) => `${time.toFixed(2)} s`).join(', ')}`)
  yield alone('memory.save', median(times), 's')
}
