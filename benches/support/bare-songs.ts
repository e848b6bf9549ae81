import { postgresStorage } from '@setvote/adapter-postgres'
import type { SongDraft } from '@setvote/sdk/storage'
import type pg from 'pg'
import { saveArtist } from './songs.ts'

/** Batches of rows of songs, ready to be sent, and tables for them. */
export interface BareSongs {
  readonly batches: number
  /** One statement, and nothing is looked at. */
  insert(batch: number): Promise<unknown>
}

const tables = ['songs', 'external_ids'] as const

/**
 * The rows that setvote makes of these drafts, of a sample that it has saved in a schema of its own, and tables like
 * its own, with their indexes, checks and foreign key. The values are written out beforehand, as in a file for COPY.
 */
export async function createBareSongs(
  pool: pg.Pool,
  { drafts, batchSize }: { drafts(artistId: string): readonly SongDraft[]; readonly batchSize: number },
): Promise<BareSongs> {
  const sample = postgresStorage({ pool, schema: 'sample' })
  await sample.migrate()
  const all = drafts(await saveArtist(sample))
  for (let from = 0; from < all.length; from += batchSize) {
    await sample.songs.saveMany(all.slice(from, from + batchSize))
  }
  await pool.query(`
    create schema bare;
    create table bare.songs (like sample.songs including all);
    alter table bare.songs add foreign key (artist_id) references sample.artists on delete cascade;
    create table bare.external_ids (like sample.external_ids including all)`)
  const [songs, externalIds] = [
    await readBatches(pool, 'songs', 'id', batchSize),
    await readBatches(pool, 'external_ids', 'entity_id', batchSize),
  ]
  const text = `with songs as (${songs.insert(1)}) ${externalIds.insert(songs.width + 1)}`
  return {
    batches: songs.batches.length,
    insert: (batch) => pool.query(text, [...songs.batches[batch]!, ...externalIds.batches[batch]!]),
  }
}

async function readBatches(pool: pg.Pool, table: (typeof tables)[number], id: string, batchSize: number) {
  const { rows: columns } = await pool.query<{ name: string; type: string }>(
    `select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`bare.${table}`],
  )
  const names = columns.map(({ name }) => name).join(', ')
  const { rows: batches } = await pool.query<string[]>({
    text: `
      select ${columns.map(({ name }) => `array_agg(${name} order by ${id})::text`).join(', ')}
      from (
        select *, (row_number() over (order by ${id}) - 1) / ${batchSize} as batch from sample.${table}
        where ${table === 'songs' ? 'true' : `kind = 'songs'`}
      ) t group by batch order by batch`,
    rowMode: 'array',
  })
  return {
    batches,
    width: columns.length,
    /** The statement, whose values are numbered from `first`. */
    insert(first: number) {
      const values = columns.map(({ type }, index) => `$${first + index}::${type}[]`).join(', ')
      return `insert into bare.${table} (${names}) select * from unnest(${values})`
    },
  }
}
