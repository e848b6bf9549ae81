import {
  type CatalogStore,
  type EntityId,
  type EntityRecord,
  type EntityReference,
  externalKey,
  isKeepable,
} from '@setvote/sdk/storage'
import type { Context } from '../context.ts'
import { absorbThing } from './absorb-thing.ts'
import type { DraftRecord, Kind } from './kinds/kind.ts'
import { listEntities } from './list-entities.ts'
import { createReader, readHolders, readRows } from './read-entities.ts'
import { removeThing } from './remove-thing.ts'
import { saveDrafts } from './save-drafts.ts'

/** One kind of the catalog. */
export function createPostgresCatalog<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(context: Context, kind: Kind<Entity, EntityDraft, Query>): CatalogStore<Entity, EntityDraft, Query> {
  const { database } = context

  const findMany = async (references: readonly EntityReference[]): Promise<(Entity | null)[]> => {
    const externalIds = references.filter((reference) => typeof reference !== 'string')
    const rows = await readHolders(kind.name, externalIds, database, database)
    const holders = new Map(
      rows.map((row) => [externalKey({ service: row.service, id: row.external_id }), row.entity_id]),
    )
    const ids = references.map((reference): EntityId | undefined =>
      typeof reference === 'string' ? reference : holders.get(externalKey(reference)),
    )
    const sought = new Set(ids.filter((id) => id !== undefined && isKeepable(id)))
    const stored = await readRows(kind, [...sought] as EntityId[], database, database)
    const rowsById = new Map(stored.map((row) => [row.id, row]))
    const read = createReader(kind)
    // Read once for each reference: answers share nothing.
    return ids.map((id) => {
      const row = rowsById.get(id ?? '')
      return row ? read(row) : null
    })
  }

  return {
    find: async (reference) => (await findMany([reference]))[0] ?? null,
    findMany,
    list: (query) => listEntities(kind, query, database),
    save: async (draft) => (await saveDrafts(context, kind, [draft]))[0]!,
    saveMany: (drafts) => saveDrafts(context, kind, drafts),
    absorb: (request) => absorbThing(context, kind, request),
    remove: (id) => removeThing(context, kind.name, id),
  }
}
