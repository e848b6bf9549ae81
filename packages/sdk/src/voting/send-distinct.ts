import { StorageError } from '../core/errors.ts'
import type { BallotKey } from '../storage/vote-store.ts'

/**
 * Sends each ballot of a batch once, the first that asks for it. The others get what `repeated` makes of its
 * outcome: what they would have found had they come after it.
 */
export async function sendDistinct<Ballot extends BallotKey, Outcome>(
  ballots: readonly Ballot[],
  send: (distinct: readonly Ballot[]) => Promise<readonly Outcome[]>,
  repeated: (outcome: Outcome) => Outcome,
): Promise<Outcome[]> {
  const places = new Map<string, number>()
  const distinct: Ballot[] = []
  const asked = ballots.map((ballot) => {
    const key = `${ballot.fanId}\0${ballot.setlistSongId}`
    const place = places.get(key)
    if (place !== undefined) return { place, isFirst: false }
    places.set(key, distinct.push(ballot) - 1)
    return { place: distinct.length - 1, isFirst: true }
  })
  const outcomes = await send(distinct)
  if (outcomes.length !== distinct.length) {
    throw new StorageError(`The storage answered ${distinct.length} ballots with ${outcomes.length} outcomes`)
  }
  return asked.map(({ place, isFirst }) => (isFirst ? outcomes[place]! : repeated(outcomes[place]!)))
}
