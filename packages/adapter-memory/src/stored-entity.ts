import {
  checkSchema,
  checkText,
  type EntityRecord,
  type Provenance,
  type Schema,
  Source,
} from '@setvote/sdk/storage'
import type { Dates } from './kinds/kind.ts'

/*
 * Catalog things are many and read often, so they are frozen instead of copied: what is stored shares its lists and
 * their items with every answer, and nobody can change them. A `Date` can be set even when frozen; therefore each
 * answer has its own dates, which stand in the thing itself and in its provenance and nowhere deeper.
 */

/**
 * What is stored of a merged thing: what its schema makes of it. `sources` holds the copies made for other things of
 * the same call; fields from one source share one, which is most of what a thing weighs.
 */
export function toStored<Entity extends EntityRecord>(
  { schema, dates, name }: StoredShape<Entity>,
  merged: Entity,
  sources: Map<Source, Source>,
): Entity {
  const stored = checkSchema(schema, merged, name) as Record<string, unknown>
  for (const field in stored) if (!(field in dates)) freeze(stored[field])
  copyDates(stored, dates, merged.updatedAt)
  stored.provenance = mapSources(merged.provenance, sources, toStoredSource)
  return stored as unknown as Entity
}

/** A thing that was put together from stored ones, with its new lists frozen as well. */
export function freezeParts<Entity extends EntityRecord>(entity: Entity, dates: Dates<Entity>): Entity {
  for (const field in entity) if (!(field in dates)) freeze(entity[field])
  return entity
}

/** `sources` holds the copies made for other answers of the same call. */
export function toAnswer<Entity extends EntityRecord>(
  stored: Entity,
  dates: Dates<Entity>,
  sources: Map<Source, Source> = new Map(),
): Entity {
  const answer = { ...stored } as Record<string, unknown>
  copyDates(answer, dates)
  answer.provenance = mapSources(stored.provenance, sources, toAnsweredSource)
  return answer as unknown as Entity
}

interface StoredShape<Entity extends EntityRecord> {
  readonly name: string
  readonly schema: Schema
  readonly dates: Dates<Entity>
}

/** The instant of the saving is our own, and the same in every thing of a call: it needs no copy to be stored. */
function copyDates(thing: Record<string, unknown>, dates: object, own?: Date): void {
  for (const field in dates) {
    const date = thing[field] as Date | null
    if (date && date !== own) thing[field] = new Date(date)
  }
}

const toStoredSource = (source: Source): Source => {
  const { at, ...rest } = checkSchema(Source, source, 'source') as Source
  return Object.freeze({ ...rest, at: new Date(at) })
}

const toAnsweredSource = (source: Source): Source => ({ ...source, at: new Date(source.at) })

function mapSources(
  provenance: Provenance,
  sources: Map<Source, Source>,
  map: (source: Source) => Source,
): Provenance {
  const mapped: Provenance = {}
  // Most fields of a thing come from the same source as the field before.
  let last: Source | undefined
  let lastMapped: Source | undefined
  for (const field in provenance) {
    const source = provenance[field]!
    if (source !== last || !lastMapped) {
      last = source
      lastMapped = sources.get(source)
      if (!lastMapped) {
        lastMapped = map(source)
        sources.set(source, lastMapped)
      }
    }
    mapped[field] = lastMapped
  }
  return mapped
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'string') checkText(value)
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) for (const item of value) freeze(item)
  else for (const key in value) freeze(value[key])
  return Object.freeze(value)
}
