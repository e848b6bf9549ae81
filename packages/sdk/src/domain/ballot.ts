import { z } from 'zod'
import { EntityId } from './entity.ts'
import { Instant } from './instant.ts'
import { LocalDay } from './local-day.ts'

/**
 * One fan's upvote for one setlist song. A quarantined ballot is kept and shown to its fan with the reason, and
 * left out of the clean tally until an operator releases it.
 */
export const Ballot = z.object({
  fanId: EntityId,
  setlistSongId: EntityId,
  setlistId: EntityId,
  showId: EntityId,
  artistId: EntityId,
  castAt: Instant,
  /** The day whose limit it counts against: the fan's or the venue's, as the app chose. */
  day: LocalDay,
  /** Names the device without naming the fan; for spotting many fans on one device. */
  deviceKey: z.string().nullable(),
  /** Null for a ballot in good standing. */
  quarantineReason: z.string().nullable(),
})
export type Ballot = z.infer<typeof Ballot>

/** Counts of ballots. `upvotes` are those in good standing. */
export const Tally = z.object({ upvotes: z.int().nonnegative(), quarantined: z.int().nonnegative() })
export type Tally = z.infer<typeof Tally>
