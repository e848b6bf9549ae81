import type { EntityId, EntityRecord, ExternalId } from '@setvote/sdk/storage'
import { createExternalIndex } from './external-index.ts'
import { type DraftRecord, everything, idAt, type Kind, type ListPlan } from './kinds/kind.ts'
import { createSortedKeys, type SortedKeys } from './sorted-keys.ts'
import { freezeParts } from './stored-entity.ts'

/** The things of one kind, with every list and external id that leads to them. Keeps what it is given: no copies. */
export interface Table<Entity extends EntityRecord> {
  get(id: EntityId): Entity | undefined
  has(id: EntityId): boolean
  /** What carries an external id. */
  holderOf(externalId: ExternalId): Entity | undefined
  put(entity: Entity): void
  /** Puts the thing of this id with these facts changed. */
  revise(id: EntityId, changes: Partial<Entity>): void
  delete(id: EntityId): void
  /** Everything in one list, in its order. */
  inList(list: string): Entity[]
  /** What a plan finds, in its order, after a place; each with its own place. */
  walk(
    plan: ListPlan<Entity>,
    after: string | null,
  ): Generator<readonly [place: string, entity: Entity], void>
  all(): IterableIterator<Entity>
  readonly size: number
  /** Tells of every change from now on. */
  watch(onChange: (before: Entity | null, after: Entity | null) => void): void
}

export function createTable<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(kind: Kind<Entity, EntityDraft, Query>): Table<Entity> {
  const byId = new Map<EntityId, Entity>()
  const holders = createExternalIndex<Entity>()
  const lists = new Map<string, SortedKeys>()
  const watchers: ((before: Entity | null, after: Entity | null) => void)[] = []

  const enlist = (entity: Entity) => {
    for (const { list, place } of kind.listsOf(entity)) {
      const keys = lists.get(list) ?? createSortedKeys()
      keys.add(place)
      lists.set(list, keys)
    }
    for (const externalId of entity.externalIds) holders.set(externalId, entity)
  }
  const delist = (entity: Entity) => {
    for (const { list, place } of kind.listsOf(entity)) {
      const keys = lists.get(list)
      keys?.delete(place)
      if (keys?.size === 0) lists.delete(list)
    }
    for (const externalId of entity.externalIds) holders.delete(externalId)
  }

  const put = (entity: Entity) => {
    const before = byId.get(entity.id) ?? null
    if (before) delist(before)
    byId.set(entity.id, entity)
    enlist(entity)
    for (const onChange of watchers) onChange(before, entity)
  }

  return {
    get: (id) => byId.get(id),
    has: (id) => byId.has(id),
    holderOf: holders.get,
    put,
    revise(id, changes) {
      const held = byId.get(id)
      if (held) put(freezeParts({ ...held, ...changes }, kind.dates))
    },
    delete(id) {
      const before = byId.get(id)
      if (!before) return
      delist(before)
      byId.delete(id)
      for (const onChange of watchers) onChange(before, null)
    },
    inList: (list) =>
      Array.from(lists.get(list)?.ascending('', null) ?? [], (place) => byId.get(idAt(place))!),
    *walk({ list, ranges, descending, accepts }, after) {
      const keys = lists.get(list)
      if (!keys) return
      const started = ranges.findIndex(({ until }) => after === null || until === null || after < until)
      for (const [index, { from, until }] of ranges.slice(started).entries()) {
        const goesOn = after !== null && index === 0
        const places = descending
          ? keys.descending(from, goesOn ? after : until)
          : keys.ascending(goesOn && after >= from ? `${after}\0` : from, until)
        for (const place of places) {
          const entity = byId.get(idAt(place))!
          if (accepts(entity)) yield [place, entity]
        }
      }
    },
    all: () => byId.values(),
    get size() {
      return lists.get(everything)?.size ?? 0
    },
    watch(onChange) {
      watchers.push(onChange)
    },
  }
}
