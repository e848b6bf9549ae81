import { postgresStorage } from '@setvote/adapter-postgres'
import pg from 'pg'
import type { Voter } from './children/voter.ts'
import { startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { trendingWorld, worldSizes } from './support/trending-world.ts'

const rounds = 2000
const warmUp = 200
const perSecond = 1000

/**
 * How long the first 50 of the board of artists take to read while another process casts a thousand votes a second,
 * against a `select 1` on the same connection, turn by turn.
 */
export async function* trendingTop(): AsyncGenerator<Row> {
  const world = await trendingWorld(worldSizes[2])
  if (!world) return
  const { url } = world.database
  const setlistSongIds = Array.from({ length: 1000 }, (_, index) => `s${(index % world.artists) + 1}-0`)
  const voter = await startChild<Voter>('voter.ts', { url, setlistSongIds, perSecond })
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const { trending } = postgresStorage({ pool })
    const medians = await interleaved(
      {
        async top() {
          const { length } = await trending.top({ kind: 'artists', limit: 50 })
          if (length !== 50) throw new Error(`trending.top: the board has ${length} artists`)
        },
        one: () => pool.query('select 1'),
      },
      { rounds, warmUp },
    )
    const arrived = await voter.ask('stop')
    explain(
      `trending.top: among ${world.artists} artists, while ${arrived.counted} votes arrived, ` +
        `${arrived.perSecond.toFixed(0)} a second`,
    )
    yield compared('trending.top', medians.top, 'ms', 'select 1 on the same connection', medians.one)
  } finally {
    await voter.stop()
    await pool.end()
  }
}
