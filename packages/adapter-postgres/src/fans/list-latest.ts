import type { Page, PageQuery } from '@setvote/sdk/storage'
import { checkLimit } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import { toCursor, toPlace, toQueryName } from '../contract/cursor.ts'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

interface Latest<Item> {
  readonly queryName: readonly [list: string, conditions: object]
  readonly page: PageQuery
  readonly table: string
  readonly matches: RawBuilder<unknown>
  /** The columns to order by. */
  readonly at: string
  readonly id: string
  toItem(row: Readonly<Record<string, unknown>>): Item
}

/** A page of rows, the latest first. */
export async function listLatest<Item>(
  database: Database,
  { queryName: [list, conditions], page, table, matches, at, id, toItem }: Latest<Item>,
): Promise<Page<Item>> {
  const { limit = 50, cursor } = page
  checkLimit(limit)
  const queryName = toQueryName(list, conditions)
  const after = toPlace(queryName, cursor)
  const [time, key] = [sql.ref(at), sql.ref(id)]
  const rows = await database.rows<Record<string, unknown>>(sql`
    select * from ${database.in(table)}
    where ${matches} ${after ? sql`and (${time}, ${key}) < (${after[0]}::timestamptz, ${after[1]})` : sql``}
    order by ${time} desc, ${key} desc limit ${limit + 1}`)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(toItem),
    nextCursor: last ? toCursor(queryName, [writeInstant(last[at] as Date), last[id] as string]) : null,
  }
}
