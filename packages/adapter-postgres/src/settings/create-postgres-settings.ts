import {
  checkNames,
  checkTexts,
  InvalidInputError,
  isKeepable,
  type JsonValue,
  type SettingsStore,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'

export function createPostgresSettings({ database }: Context): SettingsStore {
  const table = database.in('app_settings')
  const keyOf = (key: unknown) => sql`${database.in('index_key')}(${key}::text)`
  const isKey = (key: string) => sql`${keyOf(sql.ref('key'))} = ${keyOf(key)} and key = ${key}`

  return {
    async get(key) {
      if (!isKeepable(key)) return null
      const [row] = await database.rows<{ value: JsonValue }>(
        sql`select value from ${table} where ${isKey(key)}`,
      )
      return row?.value ?? null
    },
    async set(key, value) {
      checkNames({ key })
      if (value === null) {
        await database.run(sql`delete from ${table} where ${isKey(key)}`)
        return
      }
      checkJson(value)
      checkTexts(value)
      await database.run(sql`
        insert into ${table} (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
        on conflict (${keyOf(sql.ref('key'))}) do update set value = excluded.value, updated_at = now()`)
    },
    async list(prefix) {
      if (!isKeepable(prefix)) return []
      const rows = await database.rows<{ key: string; value: JsonValue }>(
        sql`select key, value from ${table} where starts_with(key, ${prefix})`,
      )
      return rows.sort((a, b) => (a.key < b.key ? -1 : 1))
    },
  }
}

function checkJson(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new InvalidInputError(
      'A setting must be JSON: text, number, boolean, null, list or object of these',
    )
  }
  for (const part of Object.values(value)) checkJson(part)
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
