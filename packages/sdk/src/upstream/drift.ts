import type { z } from 'zod'
import { knownValues } from './open-enum.ts'

/** Looks through a value and reports places that the schema does not know. */
type Walk = (value: unknown, place: string, report: (place: string) => void, sample: number) => void

/** How many items of a list are looked at: the items of one list are alike. */
const sampleSize = 20
/** Of one answer. */
const mostPlaces = 50

const walks = new WeakMap<object, Walk | null>()

/**
 * The places in an answer that its schema does not know: new fields, and new values of open enums. Costs no more
 * than a look at the keys; lists are sampled unless `all` is set.
 *
 * @example
 * findDrift(Artist, { id: '1', name: 'Velvet Harbor', mood: 'blue' }, 'artist') // ['artist.mood']
 */
export function findDrift(
  schema: z.ZodType,
  value: unknown,
  root: string,
  { all = false }: { readonly all?: boolean } = {},
): readonly string[] {
  const places = new Set<string>()
  const report = (place: string) => {
    if (places.size < mostPlaces) places.add(place)
  }
  walkOf(schema)?.(value, root, report, all ? Number.POSITIVE_INFINITY : sampleSize)
  return [...places]
}

/** The name that places begin with: `/artists/{id}` → `artist`, `/artists/{id}/albums` → `albums`. */
export function rootOf(template: string): string {
  const segments = template.split('/').filter((segment) => segment !== '')
  const index = segments.findLastIndex((segment) => !segment.startsWith('{'))
  const name = segments[index]?.replace(/\.json$/, '')
  if (!name) return 'answer'
  return index < segments.length - 1 && name.endsWith('s') ? name.slice(0, -1) : name
}

function walkOf(schema: z.core.$ZodType): Walk | null {
  const known = walks.get(schema)
  if (known !== undefined) return known
  let made: Walk | null = null
  // A schema that contains itself finds this stand-in.
  walks.set(schema, (...step) => made?.(...step))
  made = compile(schema)
  walks.set(schema, made)
  return made
}

function compile(schema: z.core.$ZodType): Walk | null {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return walkObject(def)
    case 'array':
      return walkArray(walkOf(def.element))
    case 'record':
      return walkRecord(walkOf(def.valueType))
    case 'union':
      return walkUnion(def.options)
    case 'string':
      return walkOpenEnum(schema)
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return walkOf(def.innerType)
    case 'pipe':
      return walkOf(def.in)
    case 'lazy':
      return (...step) => walkOf(def.getter())?.(...step)
    default:
      return null
  }
}

function walkObject(def: z.core.$ZodObjectDef): Walk {
  const fields = new Map(Object.entries(def.shape).map(([name, field]) => [name, walkOf(field)]))
  const kind = def.catchall?._zod.def.type ?? 'unknown'
  const others = kind === 'unknown' || kind === 'never' ? null : def.catchall
  const walkOthers = others ? walkOf(others) : null
  return (value, place, report, sample) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const name of Object.keys(value)) {
      const walk = fields.get(name)
      if (walk === null) continue
      if (walk !== undefined)
        walk((value as Record<string, unknown>)[name], `${place}.${name}`, report, sample)
      else if (!others) report(`${place}.${readable(name)}`)
      else walkOthers?.((value as Record<string, unknown>)[name], `${place}.*`, report, sample)
    }
  }
}

function walkArray(element: Walk | null): Walk | null {
  if (!element) return null
  return (value, place, report, sample) => {
    if (!Array.isArray(value)) return
    const count = Math.min(value.length, sample)
    for (let index = 0; index < count; index++) element(value[index], `${place}[]`, report, sample)
  }
}

function walkRecord(entry: Walk | null): Walk | null {
  if (!entry) return null
  return (value, place, report, sample) => {
    if (typeof value !== 'object' || value === null) return
    for (const item of Object.values(value)) entry(item, `${place}.*`, report, sample)
  }
}

/** Of the alternatives, the one that knows the value best speaks. */
function walkUnion(options: readonly z.core.$ZodType[]): Walk | null {
  const alternatives = options.map((option) => ({ option, walk: walkOf(option) }))
  if (alternatives.every(({ walk }) => walk === null)) return null
  return (value, place, report, sample) => {
    let best: readonly string[] | null = null
    for (const { option, walk } of alternatives) {
      if (!(option as z.ZodType).safeParse(value).success) continue
      const places: string[] = []
      walk?.(value, place, (found) => places.push(found), sample)
      if (!best || places.length < best.length) best = places
      if (best.length === 0) return
    }
    for (const found of best ?? []) report(found)
  }
}

function walkOpenEnum(schema: z.core.$ZodType): Walk | null {
  const values = knownValues.get(schema as z.ZodType)?.values
  if (!values) return null
  return (value, place, report) => {
    if (typeof value === 'string' && !values.has(value)) report(place)
  }
}

/** A field's name comes from outside and ends up in logs. */
function readable(name: string): string {
  return /^[\w$:@-]{1,60}$/.test(name) ? name : '(odd name)'
}
