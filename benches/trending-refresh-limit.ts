import { explain } from './support/explain.ts'
import { median } from './support/median.ts'
import { compared, type Row } from './support/row.ts'
import { createTrendingLimit } from './support/trending-limit.ts'
import { trendingWorld, worldSizes } from './support/trending-world.ts'

const rounds = 7
const warmUp = 1

/**
 * How long a full refresh takes, against the least it can do: one index-only scan of the votes of the last week, and
 * one update of the rows that the refresh has written, in a table like that of the boards. (Scores are made of older
 * votes too, by what is left of them, and there is a board of shows.)
 */
export async function* trendingRefreshLimit(): AsyncGenerator<Row> {
  const world = await trendingWorld(worldSizes[2])
  if (!world) return
  const limit = await createTrendingLimit(world)
  const times = { refresh: [] as number[], scan: [] as number[], update: [] as number[] }
  const changes: number[] = []
  let votes = 0
  try {
    for (let round = -warmUp; round < rounds; round++) {
      const [refreshed, refreshMs] = await timed(world.refresh)
      const rows = await limit.take(refreshed)
      const [scanned, scanMs] = await timed(() => limit.scan(refreshed))
      const [updated, updateMs] = await timed(limit.update)
      if (updated !== rows) throw new Error(`trending.refresh.limit: ${updated} of ${rows} rows were updated`)
      if (round < 0) continue
      times.refresh.push(refreshMs)
      times.scan.push(scanMs)
      times.update.push(updateMs)
      changes.push(refreshed.changed)
      votes = scanned
    }
  } finally {
    limit.close()
  }
  const shown = (each: readonly number[]) => each.map(Math.round).join(', ')
  explain(
    `trending.refresh.limit: ${world.artists} artists, ours ${shown(times.refresh)} ms for ${changes.join(', ')} ` +
      `changes; scan of ${votes} votes ${shown(times.scan)} ms, update ${shown(times.update)} ms`,
  )
  yield compared(
    'trending.refresh.limit',
    median(times.refresh) / 1000,
    's',
    "one index-only scan of the last week's votes and one update of the rows that changed",
    (median(times.scan) + median(times.update)) / 1000,
  )
}

async function timed<Result>(work: () => Promise<Result>): Promise<[result: Result, tookMs: number]> {
  const startedAt = performance.now()
  const result = await work()
  return [result, performance.now() - startedAt]
}
