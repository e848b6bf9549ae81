import { type EntityId, type EntityRecord, externalKey, isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { lockBallots } from '../votes/lock-ballots.ts'
import { handOver } from './hand-over.ts'
import type { DraftRecord, Kind } from './kinds/kind.ts'
import { writeLineups } from './kinds/lineup-parts.ts'
import { toStored } from './merge-drafts.ts'
import { createReader, readRows } from './read-entities.ts'
import { updateOf } from './write-entities.ts'

/** Makes two things one. */
export async function absorbThing<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  { database, clock }: Context,
  kind: Kind<Entity, EntityDraft, Query>,
  { keptId, absorbedId }: { readonly keptId: EntityId; readonly absorbedId: EntityId },
): Promise<Entity | null> {
  const ids = [keptId, absorbedId]
  if (keptId === absorbedId || !ids.every(isKeepable)) return null
  return database.transaction(async (session) => {
    if (kind.name !== 'venues') await lockBallots(database, session, 'exclusive')
    const table = database.in(kind.name)
    await session.run(sql`select from ${table} where id = any(${ids}::text[]) order by id for update`)
    const things = new Map(
      (await readRows(kind, ids, session, database))
        .map(createReader(kind))
        .map((thing) => [thing.id, thing]),
    )
    const kept = things.get(keptId)
    const absorbed = things.get(absorbedId)
    if (!kept || !absorbed) return null

    const at = clock.now()
    const united = toStored(kind, kind.unite(kept, absorbed, at))
    const moving = { session, names: database, fromId: absorbedId, toId: keptId, at }
    const positions = united.externalIds.map((externalId, position) => ({
      key: externalKey(externalId),
      position,
    }))
    await session.run(sql`
      update ${database.in('external_ids')} e set entity_id = ${keptId}, position = p.position
      from json_to_recordset(${JSON.stringify(positions)}::json) as p (key text, position integer)
      where e.kind = ${kind.name} and e.entity_id = any(${ids}::text[])
        and e.service || ':' || e.external_id = p.key`)
    await handOver[kind.name](moving, kept, absorbed)
    await session.run(sql`delete from ${table} where id = ${absorbedId}`)
    await session.run(updateOf(kind, [united], database))
    if (kind.name === 'shows') await writeLineups(session, database, [united as never])
    return united
  })
}
