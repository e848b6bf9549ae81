import { z } from 'zod'
import type { EntityId } from './entity.ts'
import { Instant } from './instant.ts'

/** Something that happened, for those who watch. `topic` is what they subscribed to: `import:<runId>`, `show:<id>`. */
export const DomainEvent = z.object({
  topic: z.string().min(1),
  type: z.string().min(1),
  at: Instant,
  data: z.record(z.string(), z.json()),
})
export type DomainEvent = z.infer<typeof DomainEvent>

export const showTopic = (showId: EntityId): string => `show:${showId}`
export const importTopic = (runId: EntityId): string => `import:${runId}`
