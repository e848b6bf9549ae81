import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { createNaiveTrending } from './support/naive-trending.ts'
import { alone, compared, type Row } from './support/row.ts'
import { halfHourMs, trendingWorld, worldSizes } from './support/trending-world.ts'

const rounds = 9
const warmUp = 2

/**
 * How fast both boards are brought up to half an hour later, in full, against the usual design that calls a function
 * for each artist. That design has no board of shows: it computes less. Both sides must find the same scores.
 */
export async function* trendingRefresh(): AsyncGenerator<Row> {
  const world = await trendingWorld(worldSizes[0])
  if (!world) return
  const naive = await createNaiveTrending(world)
  const { at } = await world.refresh()
  await naive.refresh(at)
  await naive.compare(at)

  let atMs = at.getTime()
  const changed: number[] = []
  const medians = await interleaved(
    {
      ours: async () => changed.push((await world.refresh()).changed),
      naive: async () => {
        atMs += halfHourMs
        await naive.refresh(new Date(atMs))
      },
    },
    { rounds, warmUp },
  )
  const perSecond = (ms: number) => (world.artists / ms) * 1000
  explain(
    `trending.refresh: ${world.artists} artists, ${rounds} rounds, ours ${medians.ours.toFixed(1)} ms for ` +
      `${changed.join(', ')} changes, naive ${medians.naive.toFixed(0)} ms`,
  )
  yield compared(
    'trending.refresh',
    perSecond(medians.ours),
    'artists/s',
    'a function called for each artist',
    perSecond(medians.naive),
  )
  yield alone('trending.refresh.time', medians.ours / 1000, 's')
}
