import { z } from 'zod'

/** A point in time: a `Date`, read from ISO 8601 text too, so that stored JSON parses with the same schema. */
export const Instant = z.preprocess(
  (value) => (typeof value === 'string' ? new Date(value) : value),
  z.date(),
)
export type Instant = z.infer<typeof Instant>
