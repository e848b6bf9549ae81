import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { recordedData } from '../../support/recorded.ts'
import { closeSchemas } from './close-schemas.ts'
import { type Json, type JsonObject, resolveReference } from './json-document.ts'

export type DefinedService = 'spotify' | 'ticketmaster' | 'setlistfm'

/** The definition of a service as its authors wrote it; a fresh copy each time. */
export function readDefinition(service: DefinedService): JsonObject {
  const folder = join(recordedData(), service, 'openapi')
  const [file] = existsSync(folder) ? readdirSync(folder) : []
  if (file === undefined) throw new Error(`No definition in ${folder}: set RECORDED_DATA.`)
  return parse(readFileSync(join(folder, file), 'utf8')) as JsonObject
}

/** Below the service's base, with placeholders: `/artists/{id}`. */
export function pathsOf(definition: JsonObject): string[] {
  return Object.keys(definition.paths as JsonObject).map(withoutBase)
}

/** Finds the check for the 2xx answer of a path; null for a path that the definition does not have. */
export type AnswerChecks = (path: string) => ValidateFunction | null

/** Compiles a definition. Fields that it does not know are violations as well as wrong types. */
export function createAnswerChecks(definition: JsonObject): AnswerChecks {
  const document = closeSchemas(definition)
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  ajv.addSchema(document, 'definition')
  const routes = Object.keys(document.paths as JsonObject).map((template) => ({
    template,
    pattern: new RegExp(`^${withoutBase(template).replace(/\{[^}]+\}/g, '[^/]+')}$`),
    placeholders: template.split('{').length,
  }))
  // The route with the fewest placeholders is the one that is meant: /tracks/{id} before /{type}/{id}.
  routes.sort((one, other) => one.placeholders - other.placeholders)
  const compiled = new Map<string, ValidateFunction | null>()
  return (path) => {
    const template = routes.find(({ pattern }) => pattern.test(path))?.template
    if (template === undefined) return null
    const known = compiled.get(template)
    if (known !== undefined) return known
    const pointer = answerPointer(document, template)
    const check =
      pointer === null ? null : ajv.compile({ $ref: `definition${pointer}`, unevaluatedProperties: false })
    compiled.set(template, check)
    return check
  }
}

/** The Swagger file of Ticketmaster has the base in its paths too. */
function withoutBase(path: string): string {
  return path.replace(/^\/discovery\/v2/, '')
}

/** JSON pointer to the schema of a 200 answer, in OpenAPI 3 and in Swagger 2. */
function answerPointer(document: JsonObject, template: string): string | null {
  const escaped = template.replaceAll('~', '~0').replaceAll('/', '~1')
  let pointer = `#/paths/${escaped}/get/responses/200`
  const response = (
    (document.paths as JsonObject)[template] as { get?: { responses: Record<string, JsonObject> } }
  ).get?.responses['200']
  if (response === undefined) return null
  let found: Json = response
  if (typeof response.$ref === 'string') {
    pointer = response.$ref
    found = resolveReference(document, response.$ref)
  }
  return (found as JsonObject).schema ? `${pointer}/schema` : `${pointer}/content/application~1json/schema`
}
