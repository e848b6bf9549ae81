import { type Dialect, type PGlite, PGliteDialect } from 'kysely'
import { readersById } from './read-value.ts'

/** The part of a PGlite instance that is used. */
export type PGliteLike = PGlite

/** PostgreSQL inside this process: one connection, which everybody takes turns at. */
export function embeddedDialect(pglite: PGliteLike): Dialect {
  const parsers = { ...readersById }
  const reading = <Target extends Pick<PGliteLike, 'query'>>(target: Target) => ({
    query: (text: string, values: unknown[], options: object) =>
      target.query(text, values, { ...options, parsers } as never),
  })
  const wrapped = {
    ...reading(pglite),
    get closed() {
      return pglite.closed
    },
    get ready() {
      return pglite.ready
    },
    waitReady: pglite.waitReady,
    close: () => pglite.close(),
    transaction: (work: (trx: Pick<PGliteLike, 'query'>) => Promise<unknown>) =>
      pglite.transaction(((trx: Pick<PGliteLike, 'query'>) => work(reading(trx) as never)) as never),
  }
  return new PGliteDialect({ pglite: wrapped as unknown as PGlite })
}
