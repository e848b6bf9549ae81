import { type EntityRecord, InvalidInputError, type Source } from '@setvote/sdk/storage'

/**
 * A copy that shares nothing with the original. What is stored is copied on its way in and on its way out: a caller
 * may change what it holds, as with any other database. Freezing would be cheaper to read, but a frozen `Date` can
 * still be set, and an answer that throws when it is changed behaves unlike the answer of any other adapter.
 */
export const copyOf = <Value>(value: Value): Value => copy(value, anyText) as Value

/** `copyOf` for what is about to be stored; refuses text that not every database can keep. */
export const takeIn = <Value>(value: Value): Value => copy(value, checkText) as Value

/**
 * `copyOf` for a catalog thing: fields from one source share one copy of it, as they share the source itself, which
 * is most of what a thing weighs.
 */
export const copyEntity = <Entity extends EntityRecord>(entity: Entity): Entity =>
  copyRecord(entity, anyText, new Map())

/** `takeIn` for a catalog thing. `sources` holds the copies made for other things of the same call. */
export const takeInEntity = <Entity extends EntityRecord>(
  entity: Entity,
  sources: Map<Source, Source>,
): Entity => copyRecord(entity, checkText, sources)

/** Refuses NUL characters and halves of surrogate pairs. */
export function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new InvalidInputError('Text with a NUL character or half a surrogate pair cannot be stored')
  }
}

type Check = (text: string) => void
const anyText: Check = () => {}

function copy(value: unknown, check: Check): unknown {
  if (typeof value === 'string') check(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return new Date(value)
  if (Array.isArray(value)) return value.map((item) => copy(item, check))
  const copied: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    check(key)
    copied[key] = copy((value as Record<string, unknown>)[key], check)
  }
  return copied
}

function copyRecord<Entity extends EntityRecord>(
  entity: Entity,
  check: Check,
  sources: Map<Source, Source>,
): Entity {
  const copied: Record<string, unknown> = {}
  for (const field of Object.keys(entity) as (keyof Entity & string)[]) {
    copied[field] = field === 'provenance' ? null : copy(entity[field], check)
  }
  const provenance: Record<string, Source> = {}
  for (const field of Object.keys(entity.provenance)) {
    const source = entity.provenance[field]!
    const known = sources.get(source) ?? { ...source, at: new Date(source.at) }
    sources.set(source, known)
    provenance[field] = known
  }
  copied.provenance = provenance
  return copied as Entity
}
