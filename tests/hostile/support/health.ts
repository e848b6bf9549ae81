import { z } from 'zod'

/** What `health()` answers. */
export const health = z.object({
  service: z.enum(['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz']),
  status: z.enum(['up', 'degraded', 'down', 'cooling-down']),
  latencyMs: z.number().nonnegative().nullable(),
  breaker: z.enum(['closed', 'open', 'half-open']),
  retryAt: z.date().nullable(),
  budget: z.object({ perDay: z.number().nullable(), remainingToday: z.number().nullable() }),
  tier: z.string().nullable(),
  error: z.string().nullable(),
})
