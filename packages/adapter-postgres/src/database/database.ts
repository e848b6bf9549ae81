import { type Dialect, Kysely, type RawBuilder, sql, type Transaction } from 'kysely'

/** Somewhere to send statements: the database, or a transaction in it. */
export interface Session {
  rows<Row>(query: RawBuilder<Row>): Promise<Row[]>
  /** Answers how many rows were written. */
  run(query: RawBuilder<unknown>): Promise<number>
}

/** One schema of one database. */
export interface Database extends Session {
  readonly schema: string
  readonly kysely: Kysely<unknown>
  /** The quoted name of something in the schema. */
  in(name: string): RawBuilder<unknown>
  /**
   * Runs `work` in a transaction, once more when the database asks for it (deadlock, serialization). Errors of `work`
   * roll back.
   */
  transaction<Answer>(work: (session: Session) => Promise<Answer>): Promise<Answer>
  close(): Promise<void>
}

const attempts = 5

export function createDatabase(dialect: Dialect, schema: string, closes: boolean): Database {
  const kysely = new Kysely<unknown>({ dialect })
  const session = sessionOf(kysely)
  return {
    ...session,
    schema,
    kysely,
    in: (name) => sql.id(schema, name),
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await kysely.transaction().execute((transaction) => work(sessionOf(transaction)))
        } catch (error) {
          if (attempt === attempts || !asksForAnother(error)) throw error
        }
      }
    },
    async close() {
      if (closes) await kysely.destroy()
    },
  }
}

function sessionOf(executor: Kysely<unknown> | Transaction<unknown>): Session {
  return {
    async rows(query) {
      return (await query.execute(executor)).rows
    },
    async run(query) {
      return Number((await query.execute(executor)).numAffectedRows ?? 0)
    },
  }
}

/** Whether the same statement may succeed when it is sent again. */
export const asksForAnother = (error: unknown): boolean => {
  const code = (error as { readonly code?: unknown }).code
  return code === '40P01' || code === '40001'
}
