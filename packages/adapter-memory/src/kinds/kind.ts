import type { EntityId, EntityRecord, ExternalId, MergeContext, Schema } from '@setvote/sdk/storage'

export type CatalogKind = 'artists' | 'venues' | 'shows' | 'songs' | 'setlists'

/** What this adapter must know about one kind of thing to keep, find and list it. */
export interface Kind<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object> {
  readonly name: CatalogKind
  readonly idPrefix: string
  /** Of everything but the provenance. */
  readonly schema: Schema
  merge(held: Entity | null, draft: EntityDraft, context: MergeContext & { newSongId(): EntityId }): Entity
  unite(kept: Entity, absorbed: Entity, at: Date): Entity
  /** The lists it is in, and its place in each. A place ends with the id (`placeOf`). */
  listsOf(entity: Entity): readonly ListEntry[]
  /** What it points to. */
  linksOf(entity: Entity): readonly Link[]
  /** Which of its facts are dates: all of them. */
  readonly dates: Dates<Entity>
  /** Ids of parts that are in one thing only, once. */
  partsOf(entity: Entity): readonly EntityId[]
  plan(query: Query): ListPlan<Entity>
}

/** Names every field that may hold a date; one that is forgotten does not compile. */
export type Dates<Entity> = {
  readonly [Field in keyof Entity as Date extends Entity[Field] ? Field : never]: true
}

export interface DraftRecord {
  readonly id?: EntityId
  readonly externalIds: readonly ExternalId[]
}

export interface ListEntry {
  readonly list: string
  readonly place: string
}

export interface Link {
  readonly kind: CatalogKind
  readonly id: EntityId
}

/** How to answer a query: which list to walk, where, and what to leave out on the way. */
export interface ListPlan<Entity> {
  readonly list: string
  /** Walked one after another. They come in the order of their places, whichever way each is walked. */
  readonly ranges: readonly Range[]
  readonly descending: boolean
  accepts(entity: Entity): boolean
  /** When given, what was walked is sorted by this number (then id) instead. */
  readonly rankOf?: (entity: Entity) => number
}

export interface Range {
  readonly from: string
  /** Not included; null for the end. */
  readonly until: string | null
}

/** The list of everything of a kind. */
export const everything = 'all'
export const wholeList: readonly Range[] = [{ from: '', until: null }]

/** A place: what the list is ordered by, then the id. The separator is below every character of either. */
export const placeOf = (key: string, id: EntityId): string => `${key}\0${id}`

/** The id at a place, which may be the id alone. */
export const idAt = (place: string): EntityId => place.slice(place.lastIndexOf('\0') + 1)
