import {
  BoardEntry,
  type BoardKind,
  type EntityId,
  type ScorePoint,
  type TrendingFactors,
  type TrendingOptions,
  type TrendingStore,
  trendingScore,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { checkInstants, checkLimit, isKeepable } from '../contract/checks.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { checkOptions, readFactors } from './read-factors.ts'

const boardKinds = ['artists', 'shows'] as const satisfies readonly BoardKind[]

export function createPostgresTrending({ database }: Context): TrendingStore {
  const boards = database.in('trending_boards')
  const history = database.in('trending_history')

  /** Writes the scores of one board that moved enough; answers how many. */
  const rewrite = async (session: Session, kind: BoardKind, at: Date, options: TrendingOptions) => {
    const held = await session.rows<{ entity_id: EntityId; score: number }>(
      sql`select entity_id, score from ${boards} where kind = ${kind}`,
    )
    const before = new Map(held.map((row) => [row.entity_id, row.score]))
    const found = await readFactors(database, session, { kind, at, options })
    const moved = found.flatMap(({ id, factors }) => {
      const score = trendingScore(factors, options)
      const last = before.get(id) ?? 0
      const fellToNothing = score === 0 && last > 0
      if (!fellToNothing && Math.abs(score - last) <= options.threshold) return []
      return { entity_id: id, score, factors }
    })
    if (moved.length === 0) return 0
    const now = writeInstant(at)
    const rows = sql`json_populate_recordset(null::${boards}, ${JSON.stringify(moved)}::json)`
    await session.run(sql`
      delete from ${boards} where kind = ${kind} and entity_id in (select entity_id from ${rows})`)
    await session.run(sql`
      insert into ${boards} (kind, entity_id, score, factors, refreshed_at)
      select ${kind}, entity_id, score, factors, ${now}::timestamptz from ${rows} where score > 0`)
    await session.run(sql`
      insert into ${history} (kind, entity_id, at, score)
      select ${kind}, entity_id, ${now}::timestamptz, score from ${rows}`)
    return moved.length
  }

  return {
    async refresh({ at, options }) {
      checkOptions(at, options)
      return database.transaction(async (session) => {
        const lock = `setvote trending ${database.schema}`
        await session.run(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`)
        let changed = 0
        for (const kind of boardKinds) changed += await rewrite(session, kind, at, options)
        const [row] = await session.rows<{ ranked: number }>(sql`select count(*) as ranked from ${boards}`)
        return { changed, ranked: row!.ranked }
      })
    },
    async top({ kind, limit }) {
      checkLimit(limit)
      const rows = await database.rows<{
        entity_id: EntityId
        score: number
        factors: TrendingFactors
        refreshed_at: Date
      }>(sql`
        select entity_id, score, factors, refreshed_at from ${boards} where kind = ${kind}
        order by score desc, entity_id limit ${limit}`)
      return rows.map((row, index) =>
        BoardEntry.parse({
          rank: index + 1,
          id: row.entity_id,
          score: row.score,
          factors: row.factors,
          refreshedAt: row.refreshed_at,
        }),
      )
    },
    async factors({ kind, id, at, options }) {
      checkOptions(at, options)
      if (!isKeepable(id)) return null
      const [row] = await readFactors(database, database, { kind, at, options, id })
      return row?.factors ?? null
    },
    async history({ kind, id, since }) {
      checkInstants({ since })
      if (!isKeepable(id)) return []
      const rows = await database.rows<ScorePoint>(sql`
        select at, score from ${history}
        where kind = ${kind} and entity_id = ${id} and at >= ${writeInstant(since)}::timestamptz order by at, id`)
      return rows.map((row) => ({ ...row }))
    },
  }
}
