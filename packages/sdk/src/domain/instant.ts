import { z } from 'zod'

/** The first day that every database keeps: 4713 BC. */
export const earliestInstant: Date = new Date(Date.UTC(-4712, 0, 1))

const isoInstant = z.iso.datetime({ offset: true })

/**
 * A point in time: a `Date`, read from ISO 8601 text too, so that stored JSON parses with the same schema. Text
 * without a zone is refused: it would mean another instant on every machine. From `earliestInstant` on.
 */
export const Instant = z.preprocess(
  (value) => (typeof value === 'string' && isoInstant.safeParse(value).success ? new Date(value) : value),
  z.date().min(earliestInstant, 'Before 4713 BC, too early to be stored'),
)
export type Instant = z.infer<typeof Instant>
