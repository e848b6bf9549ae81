import { z } from 'zod'
import { Instant } from './instant.ts'

/** How one part of the system was at one instant. */
export const HealthSample = z.object({
  /** `storage`, `jobs`, or a service: `spotify`. */
  component: z.string().min(1).max(200),
  at: Instant,
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  latencyMs: z.number().nonnegative().nullable(),
  /** One line for people; empty when there is nothing to say. */
  detail: z.string().max(1000),
})
export type HealthSample = z.infer<typeof HealthSample>
