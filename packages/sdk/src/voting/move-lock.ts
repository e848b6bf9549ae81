import { NotFoundError } from '../core/errors.ts'
import type { EntityId } from '../domain/entity.ts'
import { type ShowDraft, votingLockOf } from '../domain/show.ts'
import type { VotingStorage } from './voting-storage.ts'

/** States, as the operator, when voting for a show ends; with null it ends when the show starts. */
export async function moveLock(
  { shows }: Pick<VotingStorage, 'shows'>,
  { showId, lockAt, at }: { readonly showId: EntityId; readonly lockAt: Date | null; readonly at: Date },
): Promise<Date | null> {
  if (!(await shows.find(showId))) throw new NotFoundError(`There is no show ${showId} in storage`)
  const statement: Omit<ShowDraft, 'name'> = {
    id: showId,
    externalIds: [],
    source: { service: 'operator', at, url: null },
    votingLocksAt: lockAt,
  }
  // Not the name: the operator would have stated that as well, and no service could correct it any more.
  const { entity } = await shows.save(statement as ShowDraft)
  return votingLockOf(entity)
}
