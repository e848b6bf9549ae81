import type { VoteAudit } from '@setvote/sdk/storage'
import { type BallotBox, tallyIn } from './ballot-box.ts'

/** Every count on the sheets that is not what the ballots say. */
export function auditVotes({ sheets: held, recount, ballots }: BallotBox): VoteAudit {
  const counted = recount()
  const differences: VoteAudit['differences'][number][] = []
  for (const subject of ['song', 'setlist', 'show'] as const) {
    for (const id of new Set([...held[subject].keys(), ...counted[subject].keys()])) {
      const one = tallyIn(held[subject], id)
      const other = tallyIn(counted[subject], id)
      for (const count of ['upvotes', 'quarantined'] as const) {
        if (one[count] !== other[count]) {
          differences.push({ subject, id, counted: one[count], actual: other[count] })
        }
      }
    }
  }
  return { ballots: ballots.size, status: differences.length === 0 ? 'exact' : 'wrong', differences }
}
