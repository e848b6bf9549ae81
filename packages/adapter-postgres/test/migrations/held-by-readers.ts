import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What those hold on to who read and write the schema. */
export interface Held {
  readonly lines: readonly string[]
  /** Columns, as `table.column`, without which no row can be added. */
  readonly mandatory: readonly string[]
}

const source = join(import.meta.dirname, '../../src')

/** The tables and functions that the source names, and the functions and views that are there for plain SQL. */
export async function readHeld(
  sql: (statement: string) => Promise<readonly { readonly line: string }[]>,
): Promise<Held> {
  const named = await namesInSource()
  const lines = async (statement: string) => (await sql(statement)).map(({ line }) => line)
  const schema = `'setvote'::regnamespace`
  const columns = `pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = ${schema} and (c.relkind in ('v', 'm') or c.relkind = 'r' and c.relname in (${named}))`
  return {
    lines: [
      ...(await lines(`
        select 'column ' || c.relname || '.' || a.attname || ' ' || replace(format_type(a.atttypid, null), 'setvote.', '')
          as line
        from ${columns} order by 1`)),
      ...(await lines(`
        select 'value ' || t.typname || ' ' || e.enumlabel as line from pg_type t join pg_enum e on e.enumtypid = t.oid
        where t.typnamespace = ${schema} order by 1`)),
      ...(await lines(`
        select replace(format('function %s(%s) returns %s', proname, pg_get_function_identity_arguments(oid),
          pg_get_function_result(oid)), 'setvote.', '') as line
        from pg_proc where pronamespace = ${schema} and proname in (${named}) order by 1`)),
    ],
    mandatory: await lines(`
      select c.relname || '.' || a.attname as line from ${columns}
        and a.attnotnull and not a.atthasdef and a.attidentity = '' order by 1`),
  }
}

/** Every word in quotes outside the migrations, and in those that offer something to plain SQL. */
async function namesInSource(): Promise<string> {
  const files = (await readdir(source, { recursive: true })).filter(
    (name) =>
      name.endsWith('.ts') &&
      (!name.startsWith('migrations') || name.includes('functions') || name.includes('row-security')),
  )
  const texts = await Promise.all(files.map((name) => readFile(join(source, name), 'utf8')))
  const words = texts.flatMap((text) => [
    ...text.matchAll(/'([a-z_]+)'|create (?:function|procedure) ([a-z_]+)/g),
  ])
  return [...new Set(words.map(([, quoted, created]) => `'${quoted ?? created}'`))].join(', ')
}

/** What a release that is still in use would miss, each with what to do about it. */
export function findBroken(released: readonly string[], { lines, mandatory }: Held): readonly string[] {
  const there = new Set(lines)
  const gone = released
    .filter((line) => !there.has(line))
    .map(
      (line) =>
        `"${line}" is what a release that is still in use reads: keep it, and add what is new beside it`,
    )
  const tables = new Set(released.flatMap((line) => /^column (\w+)\./.exec(line)?.[1] ?? []))
  const unknown = mandatory
    .filter((name) => tables.has(name.split('.')[0]!))
    .filter((name) => !released.some((line) => line.startsWith(`column ${name} `)))
    .map(
      (name) =>
        `${name} is not known to a release that still adds rows: let it be null, or give it a default`,
    )
  return [...gone, ...unknown]
}
