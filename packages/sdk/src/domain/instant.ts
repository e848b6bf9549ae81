import { z } from 'zod'

const isoInstant = z.iso.datetime({ offset: true })

/**
 * A point in time: a `Date`, read from ISO 8601 text too, so that stored JSON parses with the same schema. Text
 * without a zone is refused: it would mean another instant on every machine.
 */
export const Instant = z.preprocess(
  (value) => (typeof value === 'string' && isoInstant.safeParse(value).success ? new Date(value) : value),
  z.date(),
)
export type Instant = z.infer<typeof Instant>
