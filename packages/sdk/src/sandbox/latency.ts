import { z } from 'zod'
import { createRandom } from './world/random.ts'

const milliseconds = z.number().nonnegative()

/** How long an answer takes, in milliseconds: always the same, or anything between two bounds. */
export const Latency = z.union([
  milliseconds,
  z.strictObject({ min: milliseconds, max: milliseconds }).refine(({ min, max }) => min <= max),
])
export type Latency = z.infer<typeof Latency>

/** The latency of one call after the other; the jitter is the same for the same seed. */
export function createLatency(latency: Latency, seed: number): () => number {
  if (typeof latency === 'number') return () => latency
  const random = createRandom(`latency/${seed}`)
  return () => Math.round(latency.min + random.next() * (latency.max - latency.min))
}
