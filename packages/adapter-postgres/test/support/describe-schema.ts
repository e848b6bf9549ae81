/** What the catalog of PostgreSQL says of a schema, one line for each thing, without what depends on the version. */
export async function describeSchema(
  sql: (statement: string) => Promise<readonly { readonly line: string }[]>,
  schema = 'setvote',
): Promise<string> {
  const parts = [
    `select 'enum ' || t.typname || ': ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder) as line
      from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace = '${schema}'::regnamespace
      group by t.typname order by 1`,
    `select c.relkind::text || ' ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attcollation = 'pg_catalog."C"'::regcollation then ' collate C' else '' end
        || case when a.attnotnull then ' not null' else '' end
        || case when d.adbin is null then ''
          when a.attgenerated = 's' then ' generated ' || pg_get_expr(d.adbin, d.adrelid)
          else ' default ' || pg_get_expr(d.adbin, d.adrelid) end as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = '${schema}'::regnamespace and c.relkind in ('r', 'v', 'm')
      order by c.relname, a.attnum`,
    `select 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) as line
      from pg_constraint where connamespace = '${schema}'::regnamespace and contype in ('p', 'u', 'f', 'c')
      order by conrelid::regclass::text, conname`,
    `select 'index ' || indexdef as line from pg_indexes where schemaname = '${schema}' order by indexname`,
    `select 'trigger ' || pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = '${schema}'::regnamespace and not t.tgisinternal order by c.relname, t.tgname`,
    `select 'function ' || oid::regprocedure as line from pg_proc where pronamespace = '${schema}'::regnamespace
      order by 1`,
  ]
  const sections = []
  for (const part of parts) sections.push((await sql(part)).map(({ line }) => line).join('\n'))
  return `${sections.join('\n\n')}\n`
}
