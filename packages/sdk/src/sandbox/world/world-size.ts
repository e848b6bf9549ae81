import { InvalidOptionsError } from '../../core/errors.ts'

/** How much there is of one artist. Upcoming shows beyond 1,250 reach behind Ticketmaster's paging wall. */
export interface ArtistAmount {
  /** Tracks on the artist's own releases. */
  readonly tracks?: number
  /** Past evenings that setlist.fm holds, empty ones included. */
  readonly setlists?: number
  readonly upcomingShows?: number
}

/** An exact size. `headliner` overrides the amounts of the first artist. */
export interface WorldSizeOptions {
  readonly artists: number
  readonly headliner?: ArtistAmount
}

export type WorldSize = 'small' | 'medium' | 'large' | WorldSizeOptions

/** What a size means. */
export interface ResolvedSize {
  readonly artists: number
  readonly headliner: ArtistAmount
  /** Whether one artist has more events than Ticketmaster pages through. */
  readonly manyEvents: boolean
}

const named = {
  small: { artists: 60, headliner: {}, manyEvents: false },
  medium: { artists: 200, headliner: {}, manyEvents: false },
  large: { artists: 600, headliner: {}, manyEvents: true },
} as const satisfies Readonly<Record<string, ResolvedSize>>

/** @throws InvalidOptionsError for a size that is neither a known word nor whole numbers of sensible range. */
export function resolveSize(size: WorldSize): ResolvedSize {
  if (typeof size === 'string') {
    if (Object.hasOwn(named, size)) return named[size]
    throw new InvalidOptionsError(
      `size '${size}' is unknown. Write 'small', 'medium', 'large' or { artists: 1, headliner: { tracks: 5000 } }.`,
    )
  }
  wholeNumber('size.artists', size.artists, 1)
  const headliner = size.headliner ?? {}
  for (const [name, value] of Object.entries(headliner)) wholeNumber(`size.headliner.${name}`, value, 0)
  return { artists: size.artists, headliner, manyEvents: false }
}

function wholeNumber(name: string, value: number, min: number): void {
  if (Number.isInteger(value) && value >= min && value <= 100_000) return
  throw new InvalidOptionsError(
    `${name} must be a whole number from ${min} to 100,000, for example ${name}: 10.`,
  )
}
