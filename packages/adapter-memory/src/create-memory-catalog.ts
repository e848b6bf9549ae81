import {
  type CatalogStore,
  checkLimit,
  type EntityId,
  type EntityRecord,
  type EntityReference,
  InvalidInputError,
  type PageQuery,
  type Saved,
  type Source,
} from '@setvote/sdk/storage'
import { absorbThing, removeThing } from './cascades.ts'
import { toCursor, toPlace, toQueryName } from './cursor.ts'
import { createExternalIndex } from './external-index.ts'
import { type DraftRecord, idAt, type Kind, type ListPlan, placeOf } from './kinds/kind.ts'
import type { MemoryState } from './state.ts'
import { toAnswer, toStored } from './stored-entity.ts'
import type { Table } from './table.ts'

/** One kind of the catalog. */
export function createMemoryCatalog<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  state: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  table: Table<Entity>,
): CatalogStore<Entity, EntityDraft, Query> {
  const { dates } = kind
  const lookUp = (reference: EntityReference): Entity | null => {
    const entity = typeof reference === 'string' ? table.get(reference) : table.holderOf(reference)
    return entity ? toAnswer(entity, dates) : null
  }
  const save = (drafts: readonly EntityDraft[]) => saveDrafts(state, kind, table, drafts)

  return {
    find: async (reference) => lookUp(reference),
    findMany: async (references) => references.map(lookUp),
    async list({ limit = 50, cursor, ...conditions }: Query & PageQuery) {
      checkLimit(limit)
      const plan = kind.plan(conditions as Query)
      const queryName = toQueryName(kind.name, conditions)
      const after = toPlace(queryName, cursor)
      const found = plan.rankOf ? ranked(table, plan, plan.rankOf, after) : table.walk(plan, after)
      const items: Entity[] = []
      const sources = new Map<Source, Source>()
      let last = ''
      for (const [place, entity] of found) {
        if (items.length === limit) return { items, nextCursor: toCursor(queryName, last) }
        items.push(toAnswer(entity, dates, sources))
        last = place
      }
      return { items, nextCursor: null }
    },
    save: async (draft) => save([draft])[0]!,
    saveMany: async (drafts) => save(drafts),
    absorb: async ({ keptId, absorbedId }) => {
      const kept = table.get(keptId)
      const absorbed = table.get(absorbedId)
      if (!kept || !absorbed || kept === absorbed) return null
      const united = absorbThing(state, kind, table, kept, absorbed)
      return toAnswer(united, dates)
    },
    remove: async (id) => table.has(id) && removeThing(state, kind.name, id),
  }
}

/** Everything a plan finds, sorted by its rank; a place is the rank and the id. */
function* ranked<Entity extends EntityRecord>(
  table: Table<Entity>,
  plan: ListPlan<Entity>,
  rankOf: (entity: Entity) => number,
  after: string | null,
): Generator<readonly [string, Entity], void> {
  const found = Array.from(table.walk(plan, null), ([, entity]) => ({ entity, rank: rankOf(entity) }))
  const from = after === null ? null : { rank: Number(after.slice(0, after.indexOf('\0'))), id: idAt(after) }
  found.sort((a, b) => a.rank - b.rank || (a.entity.id < b.entity.id ? -1 : 1))
  for (const { entity, rank } of found) {
    if (from && (rank < from.rank || (rank === from.rank && entity.id <= from.id))) continue
    yield [placeOf(String(rank), entity.id), entity]
  }
}

/** Merges every draft on the side, and stores the results only when all of them are sound. */
function saveDrafts<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  state: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  table: Table<Entity>,
  drafts: readonly EntityDraft[],
): Saved<Entity>[] {
  const at = state.now()
  const staged = new Map<EntityId, Entity>()
  const stagedHolders = createExternalIndex<EntityId>()
  const sources = new Map<Source, Source>()

  const outcomes = drafts.map((draft) => {
    const holders = draft.externalIds.map((each) => stagedHolders.get(each) ?? table.holderOf(each)?.id)
    const known = draft.id ?? holders.find((holder) => holder !== undefined)
    const held = known === undefined ? null : (staged.get(known) ?? table.get(known) ?? null)
    const id = known ?? state.newId(kind.idPrefix)
    const isOwn = (_: unknown, index: number) => holders[index] === undefined || holders[index] === id
    const isAllOwn = holders.every(isOwn)
    const conflicts = isAllOwn ? [] : toConflicts(draft, holders, id)
    const own = isAllOwn ? draft : { ...draft, externalIds: draft.externalIds.filter(isOwn) }
    const merged = kind.merge(held, own, { id, at, newSongId: () => state.newId('sls') })
    if (merged === held) return { entity: held, status: 'unchanged' as const, conflicts }
    checkLinks(state, kind, merged)
    const entity = toStored(kind, merged, sources)
    staged.set(id, entity)
    for (const externalId of own.externalIds) stagedHolders.set(externalId, id)
    return { entity, status: held ? ('updated' as const) : ('created' as const), conflicts }
  })
  checkParts(state, kind, staged.values())
  for (const entity of staged.values()) table.put(entity)
  const answered = new Map<Source, Source>()
  return outcomes.map(({ entity, status, conflicts }) => ({
    entity: toAnswer(staged.get(entity.id) ?? entity, kind.dates, answered),
    status,
    conflicts,
  }))
}

function toConflicts(
  { externalIds }: DraftRecord,
  holders: readonly (EntityId | undefined)[],
  id: EntityId,
): Saved<unknown>['conflicts'] {
  return externalIds.flatMap((externalId, index) => {
    const heldBy = holders[index]
    return heldBy === undefined || heldBy === id ? [] : [{ externalId: { ...externalId }, heldBy }]
  })
}

function checkLinks<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  state: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  entity: Entity,
): void {
  for (const link of kind.linksOf(entity)) {
    if (!state.tables[link.kind].has(link.id)) {
      throw new InvalidInputError(`${kind.name}: there is no ${link.id} among the ${link.kind}`)
    }
  }
}

/** A setlist song stands on one setlist, once. */
function checkParts<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  { box }: MemoryState,
  kind: Kind<Entity, EntityDraft, Query>,
  entities: Iterable<Entity>,
): void {
  const taken = new Set<EntityId>()
  for (const entity of entities) {
    for (const partId of kind.partsOf(entity)) {
      if (taken.has(partId) || (box.homeOf(partId) ?? entity.id) !== entity.id) {
        throw new InvalidInputError(`${kind.name}: ${partId} has a place already`)
      }
      taken.add(partId)
    }
  }
}
