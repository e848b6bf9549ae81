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

/** How much a statement is trusted, compared with the one that is held. */
export type Trust = 'more' | 'same' | 'less'

/** How one kind of thing merges: its facts when nobody has stated any, and the fields that grow instead of being replaced. */
export interface MergeRules<Facts extends object> {
  readonly empty: Facts
  /** Adds a stated value that is not empty to the held one, which may be. */
  readonly unite?: {
    readonly [Field in keyof Facts]?: (held: Facts[Field], stated: Facts[Field], trust: Trust) => Facts[Field]
  }
  /** Recomputes the facts that follow from others. */
  readonly derive?: (facts: Facts, provenance: Provenance) => Facts
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
 * - A field that is null or empty takes any value, unless an operator has emptied it. Null or empty clears a field
 *   only if the same source had stated it, or an operator states it.
 * - Lists that grow (links, lineups, tracks) keep what they hold and gain what is new.
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
  const restated: (keyof Facts & string)[] = []
  let changed = held === null
  for (const field of Object.keys(rules.empty) as (keyof Facts & string)[]) {
    const stated = draft[field] as Facts[typeof field] | undefined
    if (stated === undefined) continue
    const value = facts[field]
    const holder = provenance[field]
    const unite = isEmpty(stated) ? undefined : rules.unite?.[field]
    const grows = unite !== undefined && !isEmpty(value)
    if (!grows && !accepts(value, stated, holder, draft.source)) continue
    const trust = trustOf(draft.source, holder)
    const next = unite ? unite(value, stated, trust) : stated
    if (dequal(next, value) && (trust !== 'more' || isEmpty(next))) continue
    facts[field] = next
    if (trust === 'more') {
      provenance[field] = draft.source
      changed = true
    } else restated.push(field)
  }
  const derived = rules.derive ? rules.derive(facts, provenance) : facts
  for (const field of restated) {
    // Overruled by what follows from other facts: then it has changed nothing.
    if (held && dequal(derived[field], held[field])) continue
    if (!rules.unite?.[field] || isEmpty(held?.[field])) provenance[field] = draft.source
    changed = true
  }
  const externalIds = uniteExternalIds(held?.externalIds ?? [], draft.externalIds)
  if (held && !changed && externalIds.length === held.externalIds.length) return held
  return {
    ...derived,
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
    const holder = provenance[field]
    if (!holder || (isEmpty(kept[field]) && holder.service !== 'operator')) {
      facts[field] = absorbed[field]
      provenance[field] = source
    } else if (rules.unite?.[field] && !isEmpty(kept[field])) {
      facts[field] = rules.unite[field](kept[field], absorbed[field], 'less')
    }
  }
  return {
    ...(rules.derive ? rules.derive(facts, provenance) : facts),
    id: kept.id,
    externalIds: uniteExternalIds(kept.externalIds, absorbed.externalIds),
    provenance,
    createdAt: kept.createdAt,
    updatedAt: at,
  }
}

function accepts(value: unknown, stated: unknown, holder: Source | undefined, source: Source): boolean {
  if (!holder) return true
  if (isEmpty(stated)) return holder.service === source.service || source.service === 'operator'
  return (isEmpty(value) && holder.service !== 'operator') || mayReplace(source.service, holder.service)
}

function trustOf(source: Source, holder: Source | undefined): Trust {
  if (!holder || !mayReplace(holder.service, source.service)) return 'more'
  return mayReplace(source.service, holder.service) ? 'same' : 'less'
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function uniteExternalIds(held: readonly ExternalId[], added: readonly ExternalId[]): ExternalId[] {
  const known = new Set(held.map(externalKey))
  return [...held, ...added.filter((each) => !known.has(externalKey(each)) && known.add(externalKey(each)))]
}
