import { z } from 'zod'
import type { SpotifyTier } from '../services/service.ts'

const calls = z.int().positive()

/**
 * How much each service takes from one credential before it refuses. `false` switches a service's limits off,
 * `false` for the whole option switches off all of them.
 */
export const Limits = z.union([
  z.literal(false),
  z.strictObject({
    spotify: z
      .union([
        z.literal(false),
        z.strictObject({ perThirtySeconds: calls.optional(), perDay: calls.nullable().optional() }),
      ])
      .optional(),
    ticketmaster: z
      .union([z.literal(false), z.strictObject({ perSecond: calls.optional(), perDay: calls.optional() })])
      .optional(),
    setlistfm: z
      .union([z.literal(false), z.strictObject({ perSecond: calls.optional(), perDay: calls.optional() })])
      .optional(),
    musicbrainz: z.union([z.literal(false), z.strictObject({ perSecond: calls.optional() })]).optional(),
  }),
])
export type Limits = z.infer<typeof Limits>

/** The windows a service counts in. A null window does not exist. */
export interface ServiceLimits {
  readonly pace: { readonly calls: number; readonly periodMs: number } | null
  readonly perDay: number | null
}

export type LimitedService = 'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz'

/** Spotify publishes no numbers: these are of the order that apps report. The others are as published. */
const spotifyDefaults: Readonly<
  Record<SpotifyTier, { readonly perThirtySeconds: number; readonly perDay: number | null }>
> = {
  extended: { perThirtySeconds: 600, perDay: null },
  legacy: { perThirtySeconds: 300, perDay: null },
  development: { perThirtySeconds: 180, perDay: 1000 },
}

const unlimited: ServiceLimits = { pace: null, perDay: null }

/** Fills the defaults in: the published limits, and for Spotify what its tier is known to bear. */
export function limitsOf(limits: Limits, tier: SpotifyTier): Readonly<Record<LimitedService, ServiceLimits>> {
  const given =
    limits === false
      ? ({ spotify: false, ticketmaster: false, setlistfm: false, musicbrainz: false } as const)
      : limits
  return {
    spotify: spotifyLimits(given.spotify, tier),
    ticketmaster: perSecondAndDay(given.ticketmaster, { perSecond: 5, perDay: 5000 }),
    setlistfm: perSecondAndDay(given.setlistfm, { perSecond: 2, perDay: 1440 }),
    musicbrainz: perSecondAndDay(given.musicbrainz, { perSecond: 1, perDay: null }),
  }
}

type GivenSpotify = Exclude<Limits, false>['spotify']
type GivenPerSecond =
  | false
  | { readonly perSecond?: number | undefined; readonly perDay?: number | undefined }
  | undefined

function spotifyLimits(given: GivenSpotify, tier: SpotifyTier): ServiceLimits {
  if (given === false) return unlimited
  const defaults = spotifyDefaults[tier]
  return {
    pace: { calls: given?.perThirtySeconds ?? defaults.perThirtySeconds, periodMs: 30_000 },
    perDay: given?.perDay === undefined ? defaults.perDay : given.perDay,
  }
}

function perSecondAndDay(
  given: GivenPerSecond,
  defaults: { readonly perSecond: number; readonly perDay: number | null },
): ServiceLimits {
  if (given === false) return unlimited
  return {
    pace: { calls: given?.perSecond ?? defaults.perSecond, periodMs: 1000 },
    perDay: given?.perDay ?? defaults.perDay,
  }
}
