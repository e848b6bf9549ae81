import type { RawBuilder } from 'kysely'
import { asksForAnother, type Database } from '../database/database.ts'
import { lockBallots } from './lock-ballots.ts'

const attempts = 3

/**
 * Sends statements that belong together, and answers the row of each. A single one is its own transaction: one round
 * trip. Several, and one that others keep getting in the way of, run while nobody else touches the ballots.
 */
export async function callInOrder<Row>(
  database: Database,
  statements: readonly RawBuilder<Row>[],
): Promise<Row[]> {
  const [only] = statements
  if (only && statements.length === 1) {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return await database.rows(only)
      } catch (error) {
        if (!asksForAnother(error)) throw error
      }
    }
  }
  return database.transaction(async (session) => {
    await lockBallots(database, session, 'exclusive')
    const rows: Row[] = []
    for (const statement of statements) rows.push(...(await session.rows(statement)))
    return rows
  })
}
