import type { EntityId, EntityRecord, ExternalId, MergeContext, Schema, Source } from '@setvote/sdk/storage'
import type { RawBuilder } from 'kysely'
import type { Database, Session } from '../../database/database.ts'
import type { Column } from '../columns.ts'

/** In the order in which they are locked: what points to others comes after them. */
export const catalogKinds = ['artists', 'venues', 'shows', 'songs', 'setlists'] as const
export type CatalogKind = (typeof catalogKinds)[number]

/** What this adapter must know about one kind of thing to keep, find and list it. */
export interface Kind<Entity extends EntityRecord, EntityDraft extends DraftRecord, Query extends object> {
  readonly name: CatalogKind
  readonly idPrefix: string
  /** Of everything but the provenance. */
  readonly schema: Schema
  merge(held: Entity | null, draft: EntityDraft, context: MergeContext & { newSongId(): EntityId }): Entity
  unite(kept: Entity, absorbed: Entity, at: Date): Entity
  /** The columns of its own table that its facts are in. */
  readonly columns: readonly Column[]
  /** Columns that follow from facts. */
  derived?(entity: Entity): Record<string, unknown>
  /** Facts that are kept in another shape than their columns. */
  fromRow?(facts: Record<string, unknown>): Record<string, unknown>
  readonly parts?: Parts<Entity>
  /** What it points to. */
  linksOf(entity: Entity): readonly Link[]
  /** What a draft may make it point to. */
  draftLinksOf(draft: EntityDraft): readonly Link[]
  plan(query: Query, names: Pick<Database, 'in'>): ListPlan
}

/** Rows of another table that belong to a thing and to nothing else. */
export interface Parts<Entity> {
  readonly field: string
  /** All parts of the thing `t`, as one document. */
  select(names: Pick<Database, 'in'>): RawBuilder<unknown>
  read(document: readonly Record<string, unknown>[]): unknown
  write(
    changes: readonly PartChange<Entity>[],
    access: PartAccess,
  ): Promise<'written' | 'again' | 'needs-ballots'>
}

export interface PartChange<Entity> {
  readonly held: Entity | null
  readonly entity: Entity
}

export interface PartAccess {
  readonly session: Session
  readonly names: Pick<Database, 'in'>
  /** Whether nobody casts ballots meanwhile. */
  readonly hasBallots: boolean
}

export interface DraftRecord {
  readonly id?: EntityId
  readonly externalIds: readonly ExternalId[]
  readonly source: Source
}

export interface Link {
  readonly kind: CatalogKind
  readonly id: EntityId
}

/** How to answer a query. Conditions speak of the thing as `t`. */
export interface ListPlan {
  readonly conditions: readonly RawBuilder<unknown>[]
  /**
   * `day`: by `local_date`, what has none last either way, then by id; `minute`: by `local_minute` before the id. A
   * rank comes before the id.
   */
  readonly order: 'id' | 'day' | 'minute' | { readonly rank: RawBuilder<unknown>; readonly max: number }
  readonly descending?: boolean
  /** Whether things without a day match. */
  readonly withoutDay?: boolean
  /** True when a part of a name is the only condition that an index answers. */
  readonly isSearch?: boolean
  /** True when nothing can match. */
  readonly matchesNothing?: boolean
}
