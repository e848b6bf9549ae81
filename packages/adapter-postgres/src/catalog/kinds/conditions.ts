import { InvalidInputError, isKeepable, LocalDay, searchKey } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'

/** Conditions as they are collected; text that no database holds matches nothing. */
export function createConditions() {
  const conditions: RawBuilder<unknown>[] = []
  let matchesNothing = false
  let isSearch = false
  return {
    conditions,
    /** Whether a part of a name is searched. */
    get isSearch() {
      return isSearch
    },
    get matchesNothing() {
      return matchesNothing
    },
    /** Adds the condition for a text when it is given. */
    text(value: string | undefined, toCondition: (value: string) => RawBuilder<unknown>) {
      if (value === undefined) return
      if (isKeepable(value)) conditions.push(toCondition(value))
      else matchesNothing = true
    },
    /** Adds the condition that a column is one of the values when they are given. */
    oneOf(column: RawBuilder<unknown>, values: readonly string[] | undefined) {
      if (values) conditions.push(sql`${column}::text = any(${values.filter(isKeepable)}::text[])`)
    },
    /** Adds the condition that the search key holds the form of what is searched. */
    search(value: string | undefined) {
      const part = searchKey(value ?? '')
      if (part === '') return
      isSearch = true
      this.text(part, (key) => sql`t.search_key like ${`%${escapeLike(key)}%`}`)
    },
  }
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

export interface DayQuery {
  readonly from?: string
  readonly to?: string
  readonly order?: 'ascending' | 'descending'
}

/** The part of a plan for lists by day. */
export function planDays({ from, to, order }: DayQuery) {
  const conditions: RawBuilder<unknown>[] = []
  for (const day of [from, to]) {
    if (day !== undefined && !LocalDay.safeParse(day).success) {
      throw new InvalidInputError(`A day is written YYYY-MM-DD, not ${day}`)
    }
  }
  if (from !== undefined) conditions.push(sql`t.local_date >= ${from}::date`)
  if (to !== undefined) conditions.push(sql`t.local_date <= ${to}::date`)
  return {
    conditions,
    order: 'day' as const,
    descending: order === 'descending',
    withoutDay: from === undefined && to === undefined,
  }
}
