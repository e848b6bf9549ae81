import { dequal } from 'dequal/lite'
import { z } from 'zod'
import { ExternalId, externalKey } from './external-id.ts'
import { Instant } from './instant.ts'
import { mayReplace, Provenance, type Source } from './provenance.ts'

/** Our own id of a thing: opaque text, given by the storage. */
export const EntityId = z.string().min(1).max(200)
export type EntityId = z.infer<typeof EntityId>

/** What every stored thing has beside its facts. */
export const recordShape = {
  id: EntityId,
  externalIds: z.array(ExternalId),
  provenance: Provenance,
  createdAt: Instant,
  updatedAt: Instant,
}

export interface EntityRecord {
  readonly id: EntityId
  readonly externalIds: ExternalId[]
  readonly provenance: Provenance
  readonly createdAt: Date
  readonly updatedAt: Date
}

/**
 * Something to save: the facts that one source states. Fields left out say nothing and change nothing.
 * Without an `id` it merges into the thing that already carries one of its external ids, or is new.
 */
export type Draft<Facts, Required extends keyof Facts> = Partial<Facts> &
  Pick<Facts, Required> & {
    readonly id?: EntityId
    readonly externalIds: readonly ExternalId[]
    readonly source: Source
  }

/** How one kind of thing merges: its facts when nobody has stated any, and the fields that grow instead of being replaced. */
export interface MergeRules<Facts extends object> {
  readonly empty: Facts
  /** Unites the two values of a field; called only when both sides have one. */
  readonly unite?: {
    readonly [Field in keyof Facts]?: (held: Facts[Field], stated: Facts[Field]) => Facts[Field]
  }
  /** Recomputes the facts that follow from others. */
  readonly derive?: (facts: Facts) => Facts
}

export interface MergeContext {
  /** The id of the thing: the held one's, or a new one. */
  readonly id: EntityId
  readonly at: Date
}

/**
 * The one rule by which anything stated becomes a stored thing, used by every adapter.
 *
 * - A field is replaced when its new source is trusted at least as much as the one that stated it
 *   (operator > spotify > ticketmaster > musicbrainz > setlistfm > setvote).
 * - A field that is null or empty takes any value; null or empty clears a field only if the same source had stated it.
 * - External ids are united; the first of a service stays its main id.
 * - The provenance of a field keeps the instant at which its present value was first seen.
 *
 * Returns `held` itself, the same object, when nothing changes.
 */
export function mergeEntity<Facts extends object>(
  rules: MergeRules<Facts>,
  held: (Facts & EntityRecord) | null,
  draft: Draft<Facts, never>,
  context: MergeContext,
): Facts & EntityRecord {
  const facts = { ...(held ?? rules.empty) } as Facts
  const provenance: Record<string, Source> = { ...held?.provenance }
  let changed = held === null
  for (const field of Object.keys(rules.empty) as (keyof Facts & string)[]) {
    const stated = draft[field] as Facts[typeof field] | undefined
    if (stated === undefined) continue
    const value = facts[field]
    const holder = provenance[field]
    const unite = isEmpty(value) || isEmpty(stated) ? undefined : rules.unite?.[field]
    if (!unite && !accepts(value, stated, holder, draft.source)) continue
    const next = unite ? unite(value, stated) : stated
    const moreTrusted = !holder || !mayReplace(holder.service, draft.source.service)
    if (dequal(next, value) && (!moreTrusted || isEmpty(next))) continue
    facts[field] = next
    if (moreTrusted || !unite) provenance[field] = draft.source
    changed = true
  }
  const externalIds = uniteExternalIds(held?.externalIds ?? [], draft.externalIds)
  if (held && !changed && externalIds.length === held.externalIds.length) return held
  return {
    ...(rules.derive ? rules.derive(facts) : facts),
    id: context.id,
    externalIds,
    provenance,
    createdAt: held?.createdAt ?? context.at,
    updatedAt: context.at,
  }
}

/**
 * The one rule by which two things become one, used by every adapter. The kept one's facts win; those that are
 * empty, or that nobody has stated about it, come from the absorbed one with their provenance. Fields that grow are
 * united, and so are external ids, the kept one's first.
 */
export function uniteEntities<Facts extends object>(
  rules: MergeRules<Facts>,
  kept: Facts & EntityRecord,
  absorbed: Facts & EntityRecord,
  at: Date,
): Facts & EntityRecord {
  const facts = { ...kept } as Facts
  const provenance: Record<string, Source> = { ...kept.provenance }
  for (const field of Object.keys(rules.empty) as (keyof Facts & string)[]) {
    const source = absorbed.provenance[field]
    if (!source || isEmpty(absorbed[field])) continue
    if (isEmpty(kept[field]) || !provenance[field]) {
      facts[field] = absorbed[field]
      provenance[field] = source
    } else if (rules.unite?.[field]) facts[field] = rules.unite[field](kept[field], absorbed[field])
  }
  return {
    ...(rules.derive ? rules.derive(facts) : facts),
    id: kept.id,
    externalIds: uniteExternalIds(kept.externalIds, absorbed.externalIds),
    provenance,
    createdAt: kept.createdAt,
    updatedAt: at,
  }
}

function accepts(value: unknown, stated: unknown, holder: Source | undefined, source: Source): boolean {
  if (!holder || isEmpty(value)) return true
  if (isEmpty(stated)) return holder.service === source.service || source.service === 'operator'
  return mayReplace(source.service, holder.service)
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function uniteExternalIds(held: readonly ExternalId[], added: readonly ExternalId[]): ExternalId[] {
  const known = new Set(held.map(externalKey))
  return [...held, ...added.filter((each) => !known.has(externalKey(each)) && known.add(externalKey(each)))]
}
