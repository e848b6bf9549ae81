import type { DefinedService } from './definition.ts'
import { type JsonObject, resolveReference } from './json-document.ts'

/** A place where a definition is wrong about its service, and how to put it right. */
export interface Deviation {
  readonly name: string
  readonly service: DefinedService
  /** What the service really does, and how we know. */
  readonly reason: string
  amend(definition: JsonObject): void
}

/** A schema of a definition by its name. */
export function schemaNamed(definition: JsonObject, name: string): JsonObject {
  const place = definition.swagger === undefined ? '#/components/schemas' : '#/definitions'
  return resolveReference(definition, `${place}/${name}`)
}

/** The fields of a schema, or of that branch of its `allOf` that lists them. */
export function fieldsOf(definition: JsonObject, name: string): JsonObject {
  const schema = schemaNamed(definition, name)
  const branches = [schema, ...((schema.allOf ?? []) as JsonObject[])]
  return branches.find((branch) => branch.properties !== undefined)!.properties as JsonObject
}

/** Takes fields out of what a schema requires. */
export function makeOptional(definition: JsonObject, name: string, fields: readonly string[]): void {
  const schema = schemaNamed(definition, name)
  for (const branch of [schema, ...((schema.allOf ?? []) as JsonObject[])]) {
    if (!Array.isArray(branch.required)) continue
    branch.required = branch.required.filter((field) => !fields.includes(field as string))
  }
}
