import { checkJson, checkNames, isKeepable, type JsonValue, type SettingsStore } from '@setvote/sdk/storage'
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
      checkJson('A setting', value)
      await database.run(sql`
        insert into ${table} (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
        on conflict (${keyOf(sql.ref('key'))}) do update set value = excluded.value, updated_at = now()`)
    },
    async replace({ key, expected, value }) {
      checkNames({ key })
      checkJson('The expected setting', expected)
      checkJson('A setting', value)
      const json = JSON.stringify(value)
      const isExpected = sql`${isKey(key)} and value = ${JSON.stringify(expected)}::jsonb`
      const written = await (expected === null
        ? value === null
          ? // Nothing to write: only to see whether there is none.
            database.rows(sql`select from ${table} where ${isKey(key)}`).then(({ length }) => 1 - length)
          : database.run(sql`
              insert into ${table} (key, value) values (${key}, ${json}::jsonb)
              on conflict (${keyOf(sql.ref('key'))}) do nothing`)
        : value === null
          ? database.run(sql`delete from ${table} where ${isExpected}`)
          : database.run(
              sql`update ${table} set value = ${json}::jsonb, updated_at = now() where ${isExpected}`,
            ))
      return written > 0 ? 'replaced' : 'changed'
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
