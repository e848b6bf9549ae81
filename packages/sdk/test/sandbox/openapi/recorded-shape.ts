import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedData } from '../../support/recorded.ts'
import { isObject, type Json } from './json-document.ts'

/** Which types were seen at which place: `relations[].url.resource` → string. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>

/** The shape of everything recorded of a service, all files together. */
export function shapeOfRecorded(service: string): Shape {
  const shape = new Map<string, Set<string>>()
  const folder = join(recordedData(), service)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const body = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json
    visitPlaces(body, '', (place, type) => {
      const types = shape.get(place) ?? new Set()
      shape.set(place, types.add(type))
    })
  }
  return shape
}

/** Places of an answer that no recorded answer has, or has in other types: `life-span.begin is a number`. */
export function strangePlaces(body: Json, shape: Shape): string[] {
  const strange = new Set<string>()
  visitPlaces(body, '', (place, type) => {
    const types = shape.get(place)
    if (types === undefined) strange.add(`${place} was never recorded`)
    else if (!types.has(type)) strange.add(`${place} is ${type}, recorded as ${[...types].join(' or ')}`)
  })
  return [...strange]
}

function visitPlaces(value: Json, place: string, visit: (place: string, type: string) => void): void {
  visit(place, typeOf(value))
  if (Array.isArray(value)) for (const item of value) visitPlaces(item, `${place}[]`, visit)
  if (!isObject(value)) return
  for (const [key, child] of Object.entries(value)) visitPlaces(child, place ? `${place}.${key}` : key, visit)
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
