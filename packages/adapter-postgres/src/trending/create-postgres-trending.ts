import {
  checkInstants,
  checkLimit,
  type EntityId,
  isKeepable,
  type ScorePoint,
  type TrendingFactors,
  type TrendingStore,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { writeInstant } from '../database/write-value.ts'
import { checkOptions } from './check-options.ts'
import { findFactors } from './find-factors.ts'

export function createPostgresTrending({ database }: Context): TrendingStore {
  const boards = database.in('trending_boards')
  const history = database.in('trending_history')

  return {
    async refresh({ at, options }) {
      checkOptions(at, options)
      const { weights, halfLifeMs, windowMs, horizonMs, midpoint, threshold } = options
      const plain = JSON.stringify({ weights, halfLifeMs, windowMs, horizonMs, midpoint, threshold })
      const [row] = await database.rows<{ changed: number; ranked: number }>(sql`
        select changed, ranked from ${database.in('refresh_boards')}(${writeInstant(at)}::timestamptz, ${plain}::jsonb)`)
      return { ...row! }
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
      return rows.map(({ entity_id: id, score, factors, refreshed_at: refreshedAt }, index) => {
        return { rank: index + 1, id, score, factors, refreshedAt }
      })
    },
    async factors({ kind, id, at, options }) {
      checkOptions(at, options)
      if (!isKeepable(id)) return null
      return findFactors(database, { kind, id, at, options })
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
