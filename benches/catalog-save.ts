import { postgresStorage } from '@setvote/adapter-postgres'
import type { SongDraft, Storage } from '@setvote/sdk/storage'
import { createBareSongs } from './support/bare-songs.ts'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { type BenchDatabase, createDatabase } from './support/postgres.ts'
import { alone, compared, type Row } from './support/row.ts'
import { now, rowsWritten } from './support/rows-written.ts'
import { scaled } from './support/scale.ts'
import { saveArtist, songDrafts } from './support/songs.ts'

const batchSize = 1000
const songs = scaled(100_000)
const rounds = 5
const batchesPerRound = Math.max(1, Math.round(songs / rounds / batchSize))
const songsPerRound = batchesPerRound * batchSize

/**
 * Songs a second that are saved in batches of 1,000, 100,000 in all, each with a recording and an external id:
 * against inserts of the very rows that come of it, one statement a batch, into tables like those of setvote. Then
 * the same songs again, none of which has changed: how many rows that writes.
 */
export async function* catalogSave(): AsyncGenerator<Row> {
  const database = await createDatabase('catalog.save')
  if (!database) return
  try {
    yield* measure(database)
  } finally {
    await database.drop()
  }
}

async function* measure({ pool }: BenchDatabase): AsyncGenerator<Row> {
  const drafts = (artistId: string) => songDrafts(artistId, rounds * songsPerRound)
  const bare = await createBareSongs(pool, { drafts, batchSize })
  const storage = postgresStorage({ pool })
  await storage.migrate()
  const ours = drafts(await saveArtist(storage))
  await pool.query('analyze')
  await pool.query('checkpoint')

  const turns = { ours: 0, bare: 0, again: 0 }
  const medians = await interleaved(
    {
      ours: () => save(storage, ours, turns.ours++, 'created'),
      async bare() {
        const first = turns.bare++ * batchesPerRound
        for (let batch = 0; batch < batchesPerRound; batch++) await bare.insert(first + batch)
      },
    },
    { rounds, warmUp: 0 },
  )
  const perSecond = (ms: number) => (songsPerRound / ms) * 1000
  explain(`catalog.save: ${rounds} rounds of ${songsPerRound} songs in batches of ${batchSize}`)
  yield compared(
    'catalog.save',
    perSecond(medians.ours),
    'songs/s',
    'the same rows by insert from unnest, batches of 1,000',
    perSecond(medians.bare),
  )

  const before = await now(pool)
  const { again } = await interleaved(
    { again: () => save(storage, ours, turns.again++, 'unchanged') },
    { rounds, warmUp: 0 },
  )
  yield alone('catalog.save.unchanged', await rowsWritten(pool, 'setvote', before), 'rows written')
  yield compared(
    'catalog.save.unchanged.rate',
    perSecond(again),
    'songs/s',
    'the same when they were new',
    perSecond(medians.ours),
  )
}

async function save(
  storage: Storage,
  drafts: readonly SongDraft[],
  turn: number,
  expected: 'created' | 'unchanged',
): Promise<void> {
  const from = turn * songsPerRound
  for (let first = from; first < from + songsPerRound; first += batchSize) {
    const saved = await storage.songs.saveMany(drafts.slice(first, first + batchSize))
    const other = saved.find(({ status }) => status !== expected)
    if (other) throw new Error(`catalog.save: a song was ${other.status}, not ${expected}`)
  }
}
