import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { closeSchemas } from './close-schemas.ts'
import { type Json, type JsonObject, resolveReference } from './json-document.ts'

export type DefinedService = 'spotify' | 'ticketmaster' | 'setlistfm'

export const recordedData = resolve(
  process.env.RECORDED_DATA ?? join(import.meta.dirname, '../../../../../../shared/data/recorded'),
)

const files: Readonly<Record<DefinedService, string>> = {
  spotify: 'spotify/openapi/official-spotify-open-api.2026-05-30.yml',
  ticketmaster: 'ticketmaster/openapi/discovery-v2.swagger.2018.json',
  setlistfm: 'setlistfm/openapi/setlistfm-openapi.yml',
}

/** The definition of a service as its authors wrote it; a fresh copy each time. */
export function readDefinition(service: DefinedService): JsonObject {
  return parse(readFileSync(join(recordedData, files[service]), 'utf8')) as JsonObject
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
    pattern: new RegExp(`^${template.replace(/^\/discovery\/v2/, '').replace(/\{[^}]+\}/g, '[^/]+')}$`),
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
