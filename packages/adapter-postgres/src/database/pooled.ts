import { type Dialect, PostgresDialect, type PostgresPool } from 'kysely'
import { readerOf } from './read-value.ts'

/** The part of a pool of `pg` that is used. */
export interface PoolLike {
  connect(): Promise<PoolClientLike>
  end(): Promise<void>
}

export interface PoolClientLike {
  query(query: {
    readonly text: string
    readonly values: readonly unknown[]
    readonly types: { getTypeParser(typeId: number, format?: string): unknown }
  }): Promise<unknown>
  release(error?: boolean | Error): void
  on(event: 'error', listener: (error: Error) => void): unknown
}

const types = { getTypeParser: readerOf }

/** A client keeps its wrapper, by which kysely knows it. */
const clients = new WeakMap<PoolClientLike, PoolClientLike>()

/** A pool of connections to a server; each query brings its own way to read values. */
export function pooledDialect(open: () => Promise<PoolLike>): Dialect {
  return new PostgresDialect({
    async pool() {
      const pool = await open()
      const wrapped = {
        options: {},
        async connect() {
          const client = await pool.connect()
          const known = clients.get(client) ?? wrap(client)
          clients.set(client, known)
          return known
        },
        end: () => pool.end(),
      }
      return wrapped as unknown as PostgresPool
    },
  })
}

function wrap(client: PoolClientLike): PoolClientLike {
  // A lost connection rejects the query that is on its way; the event beside it would end the process.
  client.on('error', () => {})
  return {
    query: (text: string, values: readonly unknown[]) => client.query({ text, values, types }),
    release: (error?: boolean | Error) => client.release(error),
  } as unknown as PoolClientLike
}
