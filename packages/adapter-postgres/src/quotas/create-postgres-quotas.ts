import {
  addSpend,
  type Cooldown,
  checkInstants,
  checkNames,
  checkQuotaMove,
  checkQuotaWindows,
  checkWhole,
  countSliding,
  isKeepable,
  moveSpend,
  type QuotaStore,
  type QuotaWindow,
  type SlidingSpend,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

interface Counter {
  readonly window: QuotaWindow
  readonly refillsAt: Date
  readonly spent: number
  /** Of a sliding window. */
  readonly running: readonly SlidingSpend[] | null
}

interface Row {
  readonly window_name: string
  readonly ends_at: Date
  readonly spent: number
  readonly spends: readonly SlidingSpend[] | null
}

export function createPostgresQuotas({ database }: Context): QuotaStore {
  const quotas = database.in('upstream_quotas')
  const cooldowns = database.in('upstream_cooldowns')
  const keyOf = (value: unknown) => sql`${database.in('index_key')}(${value}::text)`
  const isKey = (key: string) => sql`${keyOf(sql.ref('key'))} = ${keyOf(key)} and key = ${key}`

  /** Until the end of the transaction, nobody else spends with this key. */
  const takeKey = (session: Session, key: string) =>
    session.run(
      sql`select pg_advisory_xact_lock(hashtextextended(${`setvote quota ${database.schema} ${key}`}, 0))`,
    )

  const readCounters = async (
    session: Session,
    {
      key,
      windows,
      cost = 1,
      at,
    }: {
      readonly key: string
      readonly windows: readonly QuotaWindow[]
      readonly cost?: number
      readonly at: Date
    },
  ): Promise<Counter[]> => {
    const rows = await session.rows<Row>(
      sql`select window_name, ends_at, spent, spends from ${quotas} where ${isKey(key)}`,
    )
    const byName = new Map(rows.filter((row) => at < row.ends_at).map((row) => [row.window_name, row]))
    return windows.map((window) => {
      const row = byName.get(window.name)
      if (window.kind === 'sliding') {
        const { running, spent, retryAt } = countSliding(row?.spends ?? [], { window, cost, at })
        return { window, refillsAt: retryAt, spent, running }
      }
      const refillsAt = row?.ends_at ?? new Date(at.getTime() + window.periodMs)
      return { window, refillsAt, spent: row?.spent ?? 0, running: null }
    })
  }

  const readCooldown = async (session: Session, key: string, at: Date): Promise<Cooldown | null> => {
    if (!isKeepable(key)) return null
    const [row] = await session.rows<Cooldown>(sql`
      select until, reason from ${cooldowns} where ${isKey(key)} and until > ${writeInstant(at)}::timestamptz`)
    return row ?? null
  }

  return {
    async spend({ key, windows, cost = 1, at }) {
      checkNames({ key })
      checkInstants({ at })
      checkWhole('cost', cost, 1)
      checkQuotaWindows(windows)
      return database.transaction(async (session) => {
        await takeKey(session, key)
        const cooldown = await readCooldown(session, key, at)
        if (cooldown) return { status: 'cooling-down', retryAt: cooldown.until, reason: cooldown.reason }
        const counters = await readCounters(session, { key, windows, cost, at })
        const full = counters
          .filter(({ window, spent }) => spent + cost > window.limit)
          .reduce<Counter | null>(
            (latest, each) => (latest && latest.refillsAt >= each.refillsAt ? latest : each),
            null,
          )
        if (full) return { status: 'exhausted', window: full.window.name, retryAt: full.refillsAt }
        const rows = counters.map(({ window, refillsAt, spent, running }) => ({
          key,
          window_name: window.name,
          ends_at: writeInstant(running ? lastEnd(running, window, at) : refillsAt),
          spent: spent + cost,
          spends: running && addSpend(running, at, cost),
        }))
        await session.run(sql`
          insert into ${quotas} select * from json_populate_recordset(null::${quotas}, ${JSON.stringify(rows)}::json)
          on conflict (${keyOf(sql.ref('key'))}, ${keyOf(sql.ref('window_name'))})
          do update set ends_at = excluded.ends_at, spent = excluded.spent, spends = excluded.spends`)
        const remaining = counters.map(({ window, spent }) => [window.name, window.limit - spent - cost])
        return { status: 'granted', remaining: Object.fromEntries(remaining) }
      })
    },
    async remaining({ key, window, at }) {
      checkInstants({ at })
      checkQuotaWindows([window])
      if (!isKeepable(key)) return window.limit
      const [counter] = await readCounters(database, { key, windows: [window], at })
      return Math.max(0, window.limit - (counter?.spent ?? 0))
    },
    async cool({ key, until, reason }) {
      checkNames({ key, reason })
      checkInstants({ until })
      const [row] = await database.rows<{ until: Date }>(sql`
        insert into ${cooldowns} as c (key, until, reason)
        values (${key}, ${writeInstant(until)}::timestamptz, ${reason})
        on conflict (${keyOf(sql.ref('key'))}) do update set
          until = greatest(c.until, excluded.until),
          reason = case when excluded.until > c.until then excluded.reason else c.reason end
        returning until`)
      return row?.until ?? new Date(until)
    },
    async move(request) {
      checkQuotaMove(request)
      const { key, window, from, to } = request
      const isWindow = sql`${isKey(key)} and window_name = ${window.name}`
      await database.transaction(async (session) => {
        await takeKey(session, key)
        const [row] = await session.rows<Row>(
          sql`select window_name, ends_at, spent, spends from ${quotas} where ${isWindow}`,
        )
        if (!row?.spends) return
        const spends = moveSpend(row.spends, from, to)
        if (spends === row.spends) return
        await session.run(sql`
          update ${quotas} set spends = ${JSON.stringify(spends)}::jsonb,
            ends_at = greatest(ends_at, ${writeInstant(lastEnd(spends, window, to))}::timestamptz)
          where ${isWindow}`)
      })
    },
    async cooldown({ key, at }) {
      checkInstants({ at })
      return readCooldown(database, key, at)
    },
  }
}

/** When nothing of a sliding window counts any more. */
function lastEnd(running: readonly SlidingSpend[], window: QuotaWindow, at: Date): Date {
  const newest = Math.max(at.getTime(), ...running.map(([spentAt]) => spentAt))
  return new Date(Math.ceil(newest + window.periodMs))
}
