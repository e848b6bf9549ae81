import type { Logger } from '../core/logger.ts'
import type { Storage } from '../storage/storage.ts'

export type IntegrityCounts = Readonly<Record<'problems' | 'countsRepaired' | 'problemsLeft', number>>

/** More would not be read. */
const mostLogged = 20

/** Looks for broken promises in storage, counts ballots anew where counts are wrong, and says what is left. */
export async function checkIntegrity(
  { ops, votes }: Pick<Storage, 'ops' | 'votes'>,
  logger: Logger,
): Promise<IntegrityCounts> {
  const { problems } = await ops.integrity()
  const audit = await votes.audit()
  if (problems.length === 0 && audit.status === 'exact') {
    return { problems: 0, countsRepaired: 0, problemsLeft: 0 }
  }
  const { repaired } = await votes.rebuild()
  const left = (await ops.integrity()).problems
  for (const { kind, id, problem } of left.slice(0, mostLogged)) {
    logger.error('a promise of the storage is broken', { kind, id, problem })
  }
  return {
    problems: problems.length + audit.differences.length,
    countsRepaired: repaired,
    problemsLeft: left.length,
  }
}
