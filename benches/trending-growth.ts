import { explain } from './support/explain.ts'
import { growthExponent } from './support/growth-exponent.ts'
import { interleaved } from './support/interleaved.ts'
import { alone, type Row } from './support/row.ts'
import { type TrendingWorld, trendingWorld, worldSizes } from './support/trending-world.ts'

const rounds = 7
const warmUp = 1

/** The exponent with which the time of a refresh grows with the number of artists: 1 is in proportion. */
export async function* trendingGrowth(): AsyncGenerator<Row> {
  const worlds: TrendingWorld[] = []
  for (const size of worldSizes) {
    const world = await trendingWorld(size)
    if (!world) return
    worlds.push(world)
  }
  const medians = await interleaved(
    Object.fromEntries(worlds.map((world) => [String(world.artists), world.refresh])),
    { rounds, warmUp },
  )
  const points = worlds.map(({ artists }) => ({ size: artists, ms: medians[String(artists)]! }))
  explain(
    `trending.growth: ${points.map(({ size, ms }) => `${size} artists ${ms.toFixed(1)} ms`).join(', ')}`,
  )
  yield alone('trending.growth', growthExponent(points), 'exponent')
}
