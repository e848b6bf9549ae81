/**
 * What a Spotify app may do. `development`: made since 2026-02-11 and not approved. `legacy`: in development mode
 * since before. `extended`: approved, everything as it always was.
 */
export const spotifyTiers = ['development', 'legacy', 'extended'] as const
export type SpotifyTier = (typeof spotifyTiers)[number]

export type Availability = 'available' | 'unavailable' | 'unknown'

/** Endpoints that not every app may use. Batches ask for several things by id at once. */
export type SpotifyFeature =
  | 'artistBatch'
  | 'albumBatch'
  | 'trackBatch'
  | 'topTracks'
  | 'newReleases'
  | 'categories'
  | 'markets'
  | 'relatedArtists'
  | 'recommendations'
  | 'audioFeatures'
  | 'audioAnalysis'

/** What is known about the app so far. */
export interface SpotifyCapabilities {
  /** As declared, or as learned from answers; null before any answer told. */
  readonly tier: SpotifyTier | null
  /** The largest page that searches and lists of an artist's albums are asked for now. */
  readonly pageLimit: number
  readonly features: Readonly<Record<SpotifyFeature, Availability>>
}

/** The largest page of searches and artists' albums, with and without the restrictions of the development tier. */
export const restrictedPageLimit = 10
export const fullPageLimit = 50

type Rule = 'february-2026' | 'november-2024'

/** Which announcement took each endpoint away: from development apps, or from all apps not approved by then. */
const rules: Readonly<Record<SpotifyFeature, Rule>> = {
  artistBatch: 'february-2026',
  albumBatch: 'february-2026',
  trackBatch: 'february-2026',
  topTracks: 'february-2026',
  newReleases: 'february-2026',
  categories: 'february-2026',
  markets: 'february-2026',
  relatedArtists: 'november-2024',
  recommendations: 'november-2024',
  audioFeatures: 'november-2024',
  audioAnalysis: 'november-2024',
}

const templates: Readonly<Record<string, SpotifyFeature>> = {
  '/artists': 'artistBatch',
  '/albums': 'albumBatch',
  '/tracks': 'trackBatch',
  '/artists/{id}/top-tracks': 'topTracks',
  '/browse/new-releases': 'newReleases',
  '/browse/categories': 'categories',
  '/browse/categories/{id}': 'categories',
  '/markets': 'markets',
  '/artists/{id}/related-artists': 'relatedArtists',
  '/recommendations': 'recommendations',
  '/audio-features': 'audioFeatures',
  '/audio-features/{id}': 'audioFeatures',
  '/audio-analysis/{id}': 'audioAnalysis',
}

/** The feature that a path with placeholders belongs to, or null when every app may use it. */
export const featureOf = (template: string): SpotifyFeature | null => templates[template] ?? null

/** The map of what the app may do, drawn while it is used. */
export interface CapabilityMap {
  read(): SpotifyCapabilities
  of(feature: SpotifyFeature): Availability
  pageLimit(): number
  /** True once an answer has shown that the feature works. */
  isProven(feature: SpotifyFeature): boolean
  /** An answer of the feature came. */
  worked(feature: SpotifyFeature): void
  /** Whether an answer with this status says that the app may not use the feature. */
  isRefusal(feature: SpotifyFeature, status: number): boolean
  refused(feature: SpotifyFeature, status: number): void
  /** A page larger than 10 was refused. */
  pageRefused(): void
  /** A whole artist, album or track came, with or without the fields that the development tier does not see. */
  saw(fields: { readonly restricted: boolean }): void
}

/**
 * With `auto`, the fields of ordinary answers tell the development tier from the others, so nothing forbidden has
 * to be tried. One refusal of anything that only the development tier refuses teaches the same. The endpoints of
 * November 2024 went by another date and are learned by themselves.
 *
 * @see https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide
 * @see https://developer.spotify.com/blog/2024-11-27-changes-to-the-web-api
 */
export function createCapabilityMap(declared: SpotifyTier | 'auto'): CapabilityMap {
  const known = new Map<SpotifyFeature, 'available' | 'unavailable'>()
  /** Whether the rules of February 2026 bind the app; null while nobody knows. */
  let restricted: boolean | null = declared === 'auto' ? null : declared === 'development'
  let refusedOnce = false
  let largestPage = fullPageLimit

  function learnRestricted(): void {
    refusedOnce = true
    if (declared === 'auto') restricted = true
  }

  function byRule(feature: SpotifyFeature): Availability {
    if (restricted) return 'unavailable'
    if (rules[feature] === 'february-2026') return restricted === null ? 'unknown' : 'available'
    if (declared === 'auto') return 'unknown'
    return declared === 'extended' ? 'available' : 'unavailable'
  }
  const of = (feature: SpotifyFeature): Availability => known.get(feature) ?? byRule(feature)
  const pageLimit = (): number => (restricted === false ? largestPage : restrictedPageLimit)

  function tier(): SpotifyTier | null {
    if (declared !== 'auto') return declared
    if (restricted === null) return null
    if (restricted) return 'development'
    const olds = features.filter((feature) => rules[feature] === 'november-2024')
    return olds.some((feature) => known.get(feature) === 'available') ? 'extended' : 'legacy'
  }

  return {
    of,
    pageLimit,
    read: () => ({
      tier: tier(),
      pageLimit: pageLimit(),
      features: Object.fromEntries(
        features.map((each) => [each, of(each)]),
      ) as SpotifyCapabilities['features'],
    }),
    isProven: (feature) => known.get(feature) === 'available',
    worked(feature) {
      known.set(feature, 'available')
    },
    isRefusal(feature, status) {
      if (status === 403) return true
      // An unknown artist is a 404 too, where the endpoint exists: the batches and 2024's answer 404 to no one else.
      if (status !== 404 || feature === 'topTracks' || feature === 'categories') return false
      return known.get(feature) !== 'available' && declared !== 'extended'
    },
    refused(feature, status) {
      known.set(feature, 'unavailable')
      if (rules[feature] === 'february-2026') return learnRestricted()
      if (status !== 403) return
      for (const each of features) {
        if (rules[each] === 'november-2024' && !known.has(each)) known.set(each, 'unavailable')
      }
    },
    pageRefused() {
      largestPage = restrictedPageLimit
      learnRestricted()
    },
    saw(fields) {
      if (declared === 'auto' && !refusedOnce) restricted = fields.restricted
    },
  }
}

const features = Object.keys(rules) as SpotifyFeature[]
