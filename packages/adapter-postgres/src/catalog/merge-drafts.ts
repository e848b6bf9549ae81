import {
  checkSchema,
  checkTexts,
  type EntityId,
  type EntityRecord,
  type ExternalId,
  externalKey,
  InvalidInputError,
  type Saved,
} from '@setvote/sdk/storage'
import type { DraftRecord, Kind, Link } from './kinds/kind.ts'
import { createSourceReader } from './read-entities.ts'

/** What is known of a kind before drafts are merged into it. */
export interface Known<Entity> {
  readonly held: ReadonlyMap<EntityId, Entity>
  /** Ids by external key. */
  readonly holders: ReadonlyMap<string, EntityId>
  isThere(link: Link): boolean
}

export interface Merged<Entity> {
  /** What changes, by id. */
  readonly staged: ReadonlyMap<EntityId, Entity>
  /** External ids that the staged things did not have, by key. */
  readonly added: ReadonlyMap<string, AddedId>
  readonly outcomes: readonly Saved<Entity>[]
}

export interface AddedId {
  readonly externalId: ExternalId
  readonly entityId: EntityId
  readonly source: DraftRecord['source']
}

export interface MergeTools {
  readonly at: Date
  readonly newId: (prefix: string) => EntityId
}

/** Merges every draft on the side, earlier drafts of the call included. Refuses what is not sound. */
export function mergeDrafts<
  Entity extends EntityRecord,
  EntityDraft extends DraftRecord,
  Query extends object,
>(
  kind: Kind<Entity, EntityDraft, Query>,
  drafts: readonly EntityDraft[],
  known: Known<Entity>,
  { at, newId }: MergeTools,
): Merged<Entity> {
  const staged = new Map<EntityId, Entity>()
  const added = new Map<string, AddedId>()
  const toSource = createSourceReader()

  const outcomes = drafts.map((draft): Saved<Entity> => {
    const keys = draft.externalIds.map(externalKey)
    const holders = keys.map((key) => added.get(key)?.entityId ?? known.holders.get(key))
    const knownId = draft.id ?? holders.find((holder) => holder !== undefined)
    const held = knownId === undefined ? null : (staged.get(knownId) ?? known.held.get(knownId) ?? null)
    const id = knownId ?? newId(kind.idPrefix)
    const isOwn = (_: unknown, index: number) => holders[index] === undefined || holders[index] === id
    const conflicts = holders.every(isOwn) ? [] : toConflicts(draft, holders, id)
    const own = conflicts.length === 0 ? draft : { ...draft, externalIds: draft.externalIds.filter(isOwn) }
    const merged = kind.merge(held, own, { id, at, newSongId: () => newId('sls') })
    if (merged === held) return { entity: held, status: 'unchanged', conflicts }
    checkLinks(kind, merged, known)
    const entity = toStored(kind, merged, toSource)
    staged.set(id, entity)
    for (const [index, key] of keys.entries()) {
      if (holders[index] !== undefined) continue
      const externalId = own.externalIds.find((each) => externalKey(each) === key)
      if (externalId) added.set(key, { externalId, entityId: id, source: draft.source })
    }
    return { entity, status: held ? 'updated' : 'created', conflicts }
  })
  return { staged, added, outcomes }
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
  kind: Kind<Entity, EntityDraft, Query>,
  entity: Entity,
  known: Known<Entity>,
): void {
  for (const link of kind.linksOf(entity)) {
    if (!known.isThere(link)) {
      throw new InvalidInputError(`${kind.name}: there is no ${link.id} among the ${link.kind}`)
    }
  }
}

/** What is stored of a merged thing: what its schema makes of it. It shares nothing with the draft. */
export function toStored<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object>(
  kind: Kind<Entity, EntityDraft, Query>,
  merged: Entity,
  toSource = createSourceReader(),
): Entity {
  const stored = checkSchema(kind.schema, merged, kind.name) as Record<string, unknown>
  for (const field in stored) {
    const value = stored[field]
    stored[field] = value instanceof Date ? new Date(value) : checkTexts(value)
  }
  const provenance: Record<string, unknown> = {}
  for (const field in merged.provenance) provenance[field] = copyOf(toSource(merged.provenance[field]))
  stored.provenance = provenance
  return stored as unknown as Entity
}

const copyOf = <Stated extends { readonly at: Date }>(source: Stated): Stated => ({
  ...source,
  at: new Date(source.at),
})
