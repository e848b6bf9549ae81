import type { EntityId, EntityRecord } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { toRow } from './columns.ts'
import type { DraftRecord, Kind } from './kinds/kind.ts'
import type { Merged } from './merge-drafts.ts'

interface Writing<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object> {
  readonly kind: Kind<Entity, EntityDraft, Query>
  readonly merged: Pick<Merged<Entity>, 'staged' | 'added'>
  readonly held: ReadonlyMap<EntityId, Entity>
  /** Of the held rows, as they were read. */
  readonly versions: ReadonlyMap<EntityId, string>
  readonly session: Session
  readonly names: Pick<Database, 'in'>
  readonly hasBallots: boolean
}

/** So that one statement stays within a few megabytes. */
const rowsPerStatement = 5000

/**
 * Writes what is staged: `again` when a held row is not what it was, or somebody took one of the new ids meanwhile.
 * Locks are taken in one order: held rows by id, new rows by id, new external ids by key.
 */
export async function writeEntities<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(writing: Writing<Entity, EntityDraft, Query>): Promise<'written' | 'again' | 'needs-ballots'> {
  const { kind, merged, held, versions, session, names, hasBallots } = writing
  const staged = [...merged.staged.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const changed = staged.filter(({ id }) => held.has(id))
  const created = staged.filter(({ id }) => !held.has(id))

  if (!(await lockUnchanged(kind.name, changed, versions, session, names))) return 'again'
  for (const some of inParts(changed)) await session.run(updateOf(kind, some, names))
  for (const some of inParts(created)) {
    if ((await session.run(insertOf(kind, some, names))) < some.length) return 'again'
  }
  for (const some of inParts(addedIds(writing))) {
    if ((await session.run(insertIds(some, names))) < some.length) return 'again'
  }
  if (!kind.parts) return 'written'
  const changes = staged.map((entity) => ({ held: held.get(entity.id) ?? null, entity }))
  return kind.parts.write(changes, { session, names, hasBallots })
}

async function lockUnchanged(
  table: string,
  things: readonly EntityRecord[],
  versions: ReadonlyMap<EntityId, string>,
  session: Session,
  names: Pick<Database, 'in'>,
): Promise<boolean> {
  if (things.length === 0) return true
  const ids = things.map(({ id }) => id)
  const rows = await session.rows<{ id: string; version: string }>(sql`
    select id, xmin::text as version from ${names.in(table)}
    where id = any(${ids}::text[]) order by id for no key update`)
  return rows.length === things.length && rows.every(({ id, version }) => versions.get(id) === version)
}

function rowsOf<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  { columns, derived }: Kind<Entity, EntityDraft, Query>,
  things: readonly Entity[],
): readonly Record<string, unknown>[] {
  return things.map((thing) => ({
    ...toRow(columns, thing),
    ...derived?.(thing),
    id: thing.id,
    provenance: thing.provenance,
    created_at: writeInstant(thing.createdAt),
    updated_at: writeInstant(thing.updatedAt),
  }))
}

function insertOf<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  things: readonly Entity[],
  names: Pick<Database, 'in'>,
): RawBuilder<unknown> {
  const rows = rowsOf(kind, things)
  const table = names.in(kind.name)
  const columns = columnsIn(rows)
  return sql`
    insert into ${table} (${columns})
    select ${columns} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)
    on conflict do nothing`
}

/** Updates rows that the transaction has locked. */
export function updateOf<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  things: readonly Entity[],
  names: Pick<Database, 'in'>,
): RawBuilder<unknown> {
  const rows = rowsOf(kind, things)
  const table = names.in(kind.name)
  const columns = columnsIn(rows)
  return sql`
    update ${table} t set (${columns}) = row(${columnsIn(rows, 'd.')})
    from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json) d where t.id = d.id`
}

const columnsIn = ([row]: readonly Record<string, unknown>[], prefix = '') =>
  sql.join(Object.keys(row ?? {}).map((column) => sql.ref(`${prefix}${column}`)))

/** External ids that are new, in the order of the unique index. */
function addedIds<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>({
  kind,
  merged,
}: Writing<Entity, EntityDraft, Query>) {
  return [...merged.added.values()]
    .map(({ externalId: { service, id }, entityId, source }) => ({
      kind: kind.name,
      service,
      external_id: id,
      entity_id: entityId,
      position:
        merged.staged
          .get(entityId)
          ?.externalIds.findIndex((each) => each.service === service && each.id === id) ?? 0,
      stated_by: source.service,
      stated_at: writeInstant(source.at),
    }))
    .sort((a, b) => compare(a.service, b.service) || compare(a.external_id, b.external_id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function insertIds(
  rows: readonly Record<string, unknown>[],
  names: Pick<Database, 'in'>,
): RawBuilder<unknown> {
  const table = names.in('external_ids')
  const columns = columnsIn(rows)
  return sql`
    insert into ${table} (${columns})
    select ${columns} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)
    on conflict do nothing`
}

function* inParts<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += rowsPerStatement) {
    yield items.slice(from, from + rowsPerStatement)
  }
}
