import { writeInstant } from '../database/write-value.ts'

/** How a fact is kept: `instant` as a timestamp, `json` as a document, `plain` as it is. */
export type ColumnForm = 'plain' | 'instant' | 'json'

export interface Column {
  readonly field: string
  readonly name: string
  readonly form: ColumnForm
}

/** Columns by the fields they hold, named as the field in snake case unless told otherwise. */
export function columnsOf(
  fields: Readonly<Record<string, ColumnForm | readonly [ColumnForm, name: string]>>,
): readonly Column[] {
  return Object.entries(fields).map(([field, stated]) => {
    const [form, name] = typeof stated === 'string' ? [stated, snake(field)] : stated
    return { field, name, form }
  })
}

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A thing as `json_populate_recordset` reads it. */
export function toRow(columns: readonly Column[], thing: object): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const { field, name, form } of columns) {
    const value = (thing as Record<string, unknown>)[field]
    row[name] = form === 'instant' && value ? writeInstant(value as Date) : value
  }
  return row
}

/** The fields of a row; a driver has read instants and documents already. */
export function fromRow(
  columns: readonly Column[],
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const thing: Record<string, unknown> = {}
  for (const { field, name } of columns) thing[field] = row[name]
  return thing
}
