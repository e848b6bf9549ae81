import type { z } from 'zod'
import { InvalidInputError } from '../core/errors.ts'
import { EntityId } from '../domain/entity.ts'

/** What a schema makes of input. Refuses what it refuses, and says where; never what, which may be private. */
export function checkInput<Value>(schema: z.ZodType<Value>, value: unknown, name: string): Value {
  const { data, error } = schema.safeParse(value)
  const [issue] = error?.issues ?? []
  if (issue) throw new InvalidInputError(`${[name, ...issue.path.map(String)].join('.')}: ${issue.message}`)
  return data as Value
}

export function checkIds(ids: Readonly<Record<string, unknown>>): void {
  for (const [name, id] of Object.entries(ids)) {
    const text = checkInput(EntityId, id, name)
    if (text.includes('\0') || !text.isWellFormed()) {
      throw new InvalidInputError(`${name} must not have a NUL character or half a surrogate pair in it`)
    }
  }
}
