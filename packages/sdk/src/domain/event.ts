import { z } from 'zod'
import type { EntityId } from './entity.ts'
import { Instant } from './instant.ts'

/** Something that happened, for those who watch. `topic` is what they subscribed to: `showTopic(id)`, `trendingTopic`. */
export const DomainEvent = z.object({
  topic: z.string().min(1),
  type: z.string().min(1),
  at: Instant,
  data: z.record(z.string(), z.json()),
})
export type DomainEvent = z.infer<typeof DomainEvent>

/** A show: its votes, who comes, its date and status, its setlists. */
export const showTopic = (showId: EntityId): string => `show:${showId}`
/** An artist: how many follow. */
export const artistTopic = (artistId: EntityId): string => `artist:${artistId}`
/** The boards, when a refresh has moved them. */
export const trendingTopic = 'trending'
/** What happens anywhere: every event of the topics above, with `data.topic` to say where. */
export const activityTopic = 'activity'
/** An import: its steps. */
export const importTopic = (runId: EntityId): string => `import:${runId}`
