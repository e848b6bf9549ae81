import { z } from 'zod'
import {
  type Draft,
  type EntityRecord,
  type MergeContext,
  type MergeRules,
  mergeEntity,
  recordShape,
  uniteEntities,
} from './entity.ts'
import { Image } from './image.ts'
import { Instant } from './instant.ts'

/** Where an artist can be found outside: `{ name: 'homepage', url }`. */
export const Link = z.object({ name: z.string().min(1), url: z.url() })
export type Link = z.infer<typeof Link>

const factsShape = {
  name: z.string().min(1),
  sortName: z.string().nullable(),
  /** Tells artists of one name apart: `US hard rock band`. */
  disambiguation: z.string().nullable(),
  genres: z.array(z.string()),
  images: z.array(Image),
  links: z.array(Link),
  /** Spotify's 0..100; null where the app's tier does not see it. */
  popularity: z.number().min(0).max(100).nullable(),
  /** Followers at Spotify, not in this app. */
  spotifyFollowers: z.int().nonnegative().nullable(),
  /** ISO 3166-1 alpha-2. */
  countryCode: z.string().length(2).nullable(),
  /** When an import or sync last asked the upstreams about this artist. */
  syncedAt: Instant.nullable(),
}

/** Who plays. */
export const Artist = z.object({ ...recordShape, ...factsShape })
export type Artist = z.infer<typeof Artist>
export type ArtistFacts = Omit<Artist, keyof EntityRecord>
export type ArtistDraft = Draft<ArtistFacts, 'name'>

const rules: MergeRules<ArtistFacts> = {
  empty: {
    name: '',
    sortName: null,
    disambiguation: null,
    genres: [],
    images: [],
    links: [],
    popularity: null,
    spotifyFollowers: null,
    countryCode: null,
    syncedAt: null,
  },
  unite: {
    links: (held, stated) => {
      const known = new Set(held.map(({ url }) => url))
      return [...held, ...stated.filter(({ url }) => !known.has(url) && known.add(url))]
    },
  },
}

export const mergeArtist = (held: Artist | null, draft: ArtistDraft, context: MergeContext): Artist =>
  mergeEntity(rules, held, draft, context)

export const uniteArtists = (kept: Artist, absorbed: Artist, at: Date): Artist =>
  uniteEntities<ArtistFacts>(rules, kept, absorbed, at)
