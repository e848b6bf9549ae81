import { type EntityRecord, type Provenance, Source } from '@setvote/sdk/storage'
import { checkSchema, type Schema } from './checks.ts'
import { checkText } from './copy.ts'

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
  schema: Schema,
  merged: Entity,
  sources: Map<Source, Source>,
  name: string,
): Entity {
  const { updatedAt: at } = merged
  const stored = checkSchema(schema, merged, name) as Record<string, unknown>
  for (const field of Object.keys(stored)) {
    const value = stored[field]
    // The instant of the saving is ours already, and the same in every thing of the call.
    if (value instanceof Date) stored[field] = value.getTime() === at.getTime() ? at : new Date(value)
    else freeze(value)
  }
  stored.provenance = mapSources(merged.provenance, sources, toStoredSource)
  return stored as unknown as Entity
}

/** The lists of a thing that was put together from stored ones, frozen as well. */
export function freezeParts(entity: EntityRecord): void {
  for (const value of Object.values(entity)) if (!(value instanceof Date)) freeze(value)
}

/** `sources` holds the copies made for other answers of the same call. */
export function toAnswer<Entity extends EntityRecord>(
  stored: Entity,
  sources: Map<Source, Source> = new Map(),
): Entity {
  const answer = { ...stored } as Record<string, unknown>
  for (const field in answer) {
    const value = answer[field]
    if (value instanceof Date) answer[field] = new Date(value)
  }
  answer.provenance = mapSources(stored.provenance, sources, toAnsweredSource)
  return answer as unknown as Entity
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
      lastMapped = sources.get(source) ?? map(source)
      sources.set(source, lastMapped)
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
