import type { BallotDraft, BallotReference } from '../storage/vote-store.ts'
import type { Judgement } from './create-abuse-watch.ts'
import type { SongPlace } from './song-places.ts'

/** A ballot on its way to storage. `place` is null where nothing depends on it. */
export interface CastItem extends Required<BallotDraft> {
  readonly place: SongPlace | null
  readonly judgement: Judgement | null
}

export interface RetractItem extends BallotReference {
  readonly place: SongPlace | null
}
