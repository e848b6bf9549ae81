export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a local reference (`#/components/schemas/Artist`) points to. */
export function resolveReference(document: JsonObject, reference: string): JsonObject {
  let place: Json = document
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    place = (place as JsonObject)[decodeURIComponent(key)]!
  }
  return place as JsonObject
}
