import type { EntityRecord, Page, PageQuery } from '@setvote/sdk/storage'
import { checkLimit } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import { type Place, toCursor, toPlace, toQueryName } from '../contract/cursor.ts'
import type { Database } from '../database/database.ts'
import type { DraftRecord, Kind, ListPlan } from './kinds/kind.ts'
import { createReader, type StoredRow, selectThing } from './read-entities.ts'

type PlacedRow = StoredRow & { readonly place: Place }

/** One page of a kind. */
export async function listEntities<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  kind: Kind<Entity, EntityDraft, Query>,
  { limit = 50, cursor, ...conditions }: Query & PageQuery,
  database: Database,
): Promise<Page<Entity>> {
  checkLimit(limit)
  const plan = kind.plan(conditions as Query, database)
  const queryName = toQueryName(kind.name, conditions)
  const after = toPlace(queryName, cursor, placeLengths(plan.order))
  if (plan.matchesNothing) return { items: [], nextCursor: null }

  const rows: PlacedRow[] = []
  for (const walk of walksOf(plan, after)) {
    const wanted = limit + 1 - rows.length
    if (wanted > 0) rows.push(...(await readWalk(kind, plan, walk, wanted, database)))
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const read = createReader(kind)
  return {
    items: rows.slice(0, limit).map(read),
    nextCursor: last ? toCursor(queryName, last.place) : null,
  }
}

/** A stretch of a list that one index range answers. */
interface Walk {
  readonly conditions: readonly RawBuilder<unknown>[]
  readonly order: RawBuilder<unknown>
  readonly place: RawBuilder<unknown>
}

/** How many values a place of this order has. What has no day is placed by null and its id. */
const placeLengths = (order: ListPlan['order']) => (order === 'id' ? [1] : order === 'minute' ? [2, 3] : [2])

function walksOf({ order, descending, withoutDay }: ListPlan, after: Place | null): Walk[] {
  const way = descending ? sql`desc` : sql`asc`
  const beyond = descending ? sql`<` : sql`>`
  const byId = (
    conditions: readonly RawBuilder<unknown>[],
    id: string | null | undefined,
    place: RawBuilder<unknown>,
  ) => ({
    conditions: id == null ? conditions : [...conditions, sql`t.id ${beyond} ${id}`],
    order: sql`t.id ${way}`,
    place,
  })
  if (order === 'id') return [byId([], after?.[0], sql`json_build_array(t.id)`)]
  if (typeof order === 'object') return [byRank(order, after)]

  const undated = byId(
    [sql`t.local_date is null`],
    after?.[0] === null ? after[1] : null,
    sql`json_build_array(null, t.id)`,
  )
  if (after?.[0] === null) return [undated]
  const columns = (order === 'minute' ? ['local_date', 'local_minute', 'id'] : ['local_date', 'id']).map(
    (name) => sql.ref(`t.${name}`),
  )
  const from = after
    ? [sql`(${sql.join(columns)}) ${beyond} (${sql.join([sql`${after[0]}::date`, ...after.slice(1)])})`]
    : []
  const dated: Walk = {
    conditions: [sql`t.local_date is not null`, ...from],
    order: sql.join(columns.map((column) => sql`${column} ${way}`)),
    place: sql`json_build_array(${sql.join(columns)})`,
  }
  return withoutDay ? [dated, undated] : [dated]
}

function byRank(
  { rank, max }: { readonly rank: RawBuilder<unknown>; readonly max: number },
  after: Place | null,
): Walk {
  const within = sql`${rank} <= ${max}::float8`
  return {
    conditions: after ? [within, sql`(${rank}, t.id) > (${after[0]}::float8, ${after[1]})`] : [within],
    order: sql`${rank}, t.id`,
    place: sql`json_build_array(${rank}::text, t.id)`,
  }
}

/** How many things are looked at one by one before the index of parts of names is asked. */
const searchedFirst = 2000

/**
 * How many names hold a part nobody knows beforehand, and a wrong guess reads the whole table. So, when the things
 * that come next do not fill the page, few names hold it, and the index finds all of them.
 */
async function readWalk<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  plan: ListPlan,
  walk: Walk,
  wanted: number,
  database: Database,
): Promise<readonly PlacedRow[]> {
  const table = database.in(kind.name)
  if (!plan.isSearch) return database.rows(toQuery(kind, plan, walk, wanted, database))
  const next = sql`(
    select t.*, t.xmin from ${table} t
    ${walk.conditions.length > 0 ? sql`where ${sql.join(walk.conditions, sql` and `)}` : sql``}
    order by ${walk.order} limit ${searchedFirst}
  )`
  const dense = await database.rows<PlacedRow>(toQuery(kind, plan, walk, wanted, database, next))
  if (dense.length === wanted) return dense
  const byPart = { ...walk, order: sql`t.id || ''` }
  return database.rows(toQuery(kind, plan, byPart, wanted, database))
}

const toQuery = <Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  { conditions }: ListPlan,
  walk: Walk,
  limit: number,
  names: Pick<Database, 'in'>,
  from: RawBuilder<unknown> = names.in(kind.name),
) => {
  const all = [...conditions, ...walk.conditions]
  return sql<PlacedRow>`
    select ${selectThing(kind, names)}, ${walk.place} as place
    from ${from} t
    ${all.length > 0 ? sql`where ${sql.join(all, sql` and `)}` : sql``}
    order by ${walk.order} limit ${limit}`
}
