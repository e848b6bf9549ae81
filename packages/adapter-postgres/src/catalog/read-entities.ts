import {
  checkSchema,
  type EntityRecord,
  type ExternalId,
  IdService,
  isKeepable,
  type Provenance,
  Source,
} from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'
import { fromRow } from './columns.ts'
import type { DraftRecord, Kind } from './kinds/kind.ts'

export interface StoredRow {
  readonly id: string
  /** Changes with every write to the row. */
  readonly version: string
  readonly external_ids: readonly (readonly [service: IdService, id: string])[]
  readonly provenance: Readonly<Record<string, unknown>>
  readonly created_at: Date
  readonly updated_at: Date
  readonly parts?: readonly Record<string, unknown>[]
  readonly [column: string]: unknown
}

/** The columns of a thing `t`, with its external ids and parts. */
export function selectThing<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  { name, columns, parts }: Kind<Entity, EntityDraft, Query>,
  names: Pick<Database, 'in'>,
): RawBuilder<unknown> {
  const own = ['id', ...columns.map((column) => column.name), 'provenance', 'created_at', 'updated_at']
  return sql.join([
    ...own.map((column) => sql.ref(`t.${column}`)),
    sql`t.xmin::text as version`,
    sql`(
      select coalesce(json_agg(json_build_array(e.service, e.external_id) order by e.position), '[]')
      from ${names.in('external_ids')} e where e.kind = ${name} and e.entity_id = t.id
    ) as external_ids`,
    ...(parts ? [sql`${parts.select(names)} as parts`] : []),
  ])
}

/** The things with these ids, in no order. */
export function readRows<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  ids: readonly string[],
  session: Session,
  names: Pick<Database, 'in'>,
): Promise<StoredRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return session.rows<StoredRow>(
    sql`select ${selectThing(kind, names)} from ${names.in(kind.name)} t where t.id = any(${ids}::text[])`,
  )
}

/** Makes things of rows, as their schema says. Fields of one call that come from one source share it. */
export function createReader<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>({
  name,
  schema,
  columns,
  parts,
  fromRow: reshape = (facts) => facts,
}: Kind<Entity, EntityDraft, Query>): (row: StoredRow) => Entity {
  const toSource = createSourceReader()
  return (row) => {
    const facts = reshape(fromRow(columns, row))
    if (parts) facts[parts.field] = parts.read(row.parts ?? [])
    const entity = checkSchema(
      schema,
      {
        ...facts,
        id: row.id,
        externalIds: row.external_ids.map(([service, id]): ExternalId => ({ service, id })),
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      },
      name,
    ) as Record<string, unknown>
    const provenance: Provenance = {}
    for (const field in row.provenance) provenance[field] = toSource(row.provenance[field])
    entity.provenance = provenance
    return entity as unknown as Entity
  }
}

/** Parses each source once: most facts of a call come from a few. */
export function createSourceReader(): (stored: unknown) => Source {
  const known = new Map<string, Source>()
  return (stored) => {
    const { service, at, url } = stored as { service?: unknown; at?: unknown; url?: unknown }
    const key = `${service} ${at instanceof Date ? at.getTime() : at} ${url}`
    const source = known.get(key) ?? (checkSchema(Source, stored, 'source') as Source)
    known.set(key, source)
    return source
  }
}

/** Who carries these external ids. The order of rows is none. */
export async function readHolders(
  kind: string,
  externalIds: readonly ExternalId[],
  session: Session,
  names: Pick<Database, 'in'>,
): Promise<{ readonly service: IdService; readonly external_id: string; readonly entity_id: string }[]> {
  const sought = externalIds
    .filter(({ service, id }) => isKeepable(id) && IdService.safeParse(service).success)
    .map(({ service, id }) => ({ service, external_id: id }))
  if (sought.length === 0) return []
  const table = names.in('external_ids')
  return session.rows(sql`
    select e.service, e.external_id, e.entity_id
    from json_populate_recordset(null::${table}, ${JSON.stringify(sought)}::json) s
    join ${table} e on e.kind = ${kind} and e.service = s.service
      and ${names.in('index_key')}(e.external_id) = ${names.in('index_key')}(s.external_id)
      and e.external_id = s.external_id`)
}
