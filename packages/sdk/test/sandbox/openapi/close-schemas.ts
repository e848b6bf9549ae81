import { isObject, type Json, type JsonObject, resolveReference } from './json-document.ts'

/**
 * A definition as JSON Schema 2019 in which a thing has the fields that are listed for it and no others.
 * OpenAPI leaves things open and writes null its own way.
 */
export function closeSchemas(definition: JsonObject): JsonObject {
  const document = structuredClone(definition)
  visitSchemas(document, (schema) => allowNull(schema))
  visitSchemas(document, (schema) => {
    for (const value of valuesIn(schema)) {
      if (listsFields(value, document)) value.unevaluatedProperties = false
    }
  })
  return document
}

function visitSchemas(node: Json, visit: (schema: JsonObject) => void): void {
  if (Array.isArray(node)) for (const item of node) visitSchemas(item, visit)
  if (!isObject(node)) return
  for (const [key, child] of Object.entries(node)) if (key !== 'example') visitSchemas(child, visit)
  visit(node)
}

/** The schemas of whole values: of a property, of an element, of an entry. Branches of `allOf` are only parts. */
function valuesIn(schema: JsonObject): JsonObject[] {
  const values = [schema.items, schema.additionalProperties]
  if (isObject(schema.properties)) values.push(...Object.values(schema.properties))
  return values.filter(isObject)
}

function listsFields(schema: JsonObject, document: JsonObject): boolean {
  if (schema.additionalProperties !== undefined) return false
  if (isObject(schema.properties)) return Object.keys(schema.properties).length > 0
  if (typeof schema.$ref === 'string') return listsFields(resolveReference(document, schema.$ref), document)
  const branches = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((branch) => branch ?? [])
  return branches.some((branch) => isObject(branch) && listsFields(branch, document))
}

function allowNull(schema: JsonObject): void {
  if (schema.nullable !== true) return
  const { nullable: _, ...rest } = schema
  for (const key of Object.keys(schema)) delete schema[key]
  schema.anyOf = [rest, { type: 'null' }]
}
