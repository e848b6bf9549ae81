import type { Artist } from '../../domain/artist.ts'
import type { LedgerKind } from '../../domain/import-run.ts'
import { isUpstreamError } from '../../upstream/errors.ts'
import { gapOf } from '../gaps.ts'
import type { ImportDependencies } from '../import-options.ts'
import type { LedgerService } from '../ledger.ts'
import type { Journal } from './journal.ts'

export type SyncDependencies = Pick<
  ImportDependencies,
  'storage' | 'clients' | 'clock' | 'logger' | 'releaseGroups' | 'inTurn'
>

/** Brings one kind of thing of one artist into storage, page by page, from where the journal says. */
export type SyncTask = (dependencies: SyncDependencies, artist: Artist, journal: Journal) => Promise<void>

/** A failure of an upstream becomes a gap in the account; everything else is not this task's to judge. */
export async function withGaps(
  journal: Journal,
  subject: { readonly kind: LedgerKind; readonly service: LedgerService },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    journal.signal.throwIfAborted()
    if (!isUpstreamError(error)) throw error
    await journal.gap(gapOf(subject, error))
  }
}
