import type { FaultOf } from './fault.ts'

export type TypeChange = NonNullable<FaultOf<'wrong-types'>['change']>

const identity = new Set(['id', 'mbid', 'name'])

/** The same JSON in types that its schema does not allow. */
export function changeTypes(value: unknown, change: TypeChange): unknown {
  if (typeof value === 'number') return change === 'numbers-as-strings' ? String(value) : value
  if (Array.isArray(value)) {
    return change === 'arrays-as-null' ? null : value.map((item) => changeTypes(item, change))
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => change !== 'required-missing' || !identity.has(key))
  return Object.fromEntries(kept.map(([key, item]) => [key, changeTypes(item, change)]))
}
