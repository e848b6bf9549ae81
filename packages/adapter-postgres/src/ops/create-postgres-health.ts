import {
  checkInstants,
  checkLimit,
  checkSchema,
  checkTexts,
  checkWhole,
  HealthSample,
  isKeepable,
  type OpsStore,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'

interface HealthRow {
  readonly component: string
  readonly at: Date
  readonly status: HealthSample['status']
  readonly latency_ms: number | null
  readonly detail: string
}

export function createPostgresHealth(database: Database): Pick<OpsStore, 'recordHealth' | 'healthSamples'> {
  const table = database.in('system_health')

  return {
    async recordHealth({ at, samples, keepMs }) {
      checkInstants({ at })
      checkWhole('keepMs', keepMs)
      for (const sample of samples) checkTexts(checkSchema(HealthSample, { ...sample, at }, 'sample'))
      // One statement cannot write a row twice: of several of one component the last one counts.
      const last = new Map(samples.map((sample) => [sample.component, sample]))
      const rows = [...last.values()].map(({ component, status, latencyMs, detail }) => ({
        ...{ component, status, detail },
        latency_ms: latencyMs,
      }))
      const instant = sql`${writeInstant(at)}::timestamptz`
      const oldest = new Date(at.getTime() - keepMs)
      await database.transaction(async (session) => {
        await session.run(sql`
          insert into ${table} (component, at, status, latency_ms, detail)
          select component, ${instant}, status::${database.in('health_status')}, latency_ms, detail
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as given (component text, status text, latency_ms double precision, detail text)
          order by component collate "C"
          on conflict (component, at) do update
            set status = excluded.status, latency_ms = excluded.latency_ms, detail = excluded.detail`)
        if (Number.isNaN(oldest.getTime())) return
        await session.run(sql`delete from ${table} where at < ${writeInstant(oldest)}::timestamptz`)
      })
    },
    async healthSamples({ since, component, limit = 1000 }) {
      checkInstants({ since })
      checkLimit(limit)
      if (component !== undefined && !isKeepable(component)) return []
      const isWanted = component === undefined ? sql`` : sql`and component = ${component}`
      const rows = await database.rows<HealthRow>(sql`
        select * from ${table} where at >= ${writeInstant(since)}::timestamptz ${isWanted}
        order by at desc, component limit ${limit}`)
      return rows.map(({ latency_ms, ...row }) => HealthSample.parse({ ...row, latencyMs: latency_ms }))
    },
  }
}
