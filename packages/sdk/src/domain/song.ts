import { z } from 'zod'
import {
  type Draft,
  EntityId,
  type EntityRecord,
  type MergeContext,
  type MergeRules,
  mergeEntity,
  recordShape,
  uniteEntities,
} from './entity.ts'
import { Image } from './image.ts'
import type { Provenance } from './provenance.ts'

/**
 * What a recording is. `unrecorded` is a song known only from setlists.
 * The order is that in which one is chosen to stand for the song.
 */
export const songKinds = [
  'studio',
  'live',
  'acoustic',
  'demo',
  'edit',
  'remix',
  'instrumental',
  'karaoke',
  'commentary',
  'unrecorded',
] as const
export const SongKind = z.enum(songKinds)
export type SongKind = z.infer<typeof SongKind>

/** A recording of a song on Spotify. */
export const Track = z.object({
  spotifyId: z.string().min(1),
  title: z.string(),
  /** The title of the work: without what says which recording this is. */
  songTitle: z.string().min(1),
  kind: SongKind.exclude(['unrecorded']),
  isrc: z.string().nullable(),
  durationMs: z.int().nonnegative().nullable(),
  explicit: z.boolean().nullable(),
  popularity: z.number().min(0).max(100).nullable(),
  previewUrl: z.url().nullable(),
  albumId: z.string().nullable(),
  albumName: z.string().nullable(),
  albumType: z.string().nullable(),
  /** As precise as the service knows: `2011`, `2011-05` or `2011-05-23`. */
  releasedOn: z.string().nullable(),
  discNumber: z.int().nullable(),
  trackNumber: z.int().nullable(),
  /** The cover of its album. */
  image: Image.nullable(),
})
export type Track = z.infer<typeof Track>

/** Whose song a cover is. */
export const OriginalArtist = z.object({ name: z.string().min(1), mbid: z.string().nullable() })
export type OriginalArtist = z.infer<typeof OriginalArtist>

const factsShape = {
  artistId: EntityId,
  /** As an operator calls it, else that of its best recording, else as setlists call it. */
  title: z.string().min(1),
  /** The kind of its best recording. Follows from `tracks`. */
  kind: SongKind,
  tracks: z.array(Track),
  /** Null for the artist's own songs. */
  originalArtist: OriginalArtist.nullable(),
  /** Of the best recording. Follows from `tracks`. */
  durationMs: z.int().nonnegative().nullable(),
  /** The highest of its recordings, 0..100. Follows from `tracks`. */
  popularity: z.number().min(0).max(100).nullable(),
  /** The earliest day, month or year of its recordings. Follows from `tracks`. */
  releasedOn: z.string().nullable(),
  /** The cover of its best recording. Follows from `tracks`. */
  image: Image.nullable(),
}

/** A work an artist may play, with its recordings. */
export const Song = z.object({ ...recordShape, ...factsShape })
export type Song = z.infer<typeof Song>
export type SongFacts = Omit<Song, keyof EntityRecord>
type DerivedFact = 'kind' | 'durationMs' | 'popularity' | 'releasedOn' | 'image'
export type SongDraft = Draft<Omit<SongFacts, DerivedFact>, 'artistId' | 'title'>

const rules: MergeRules<SongFacts> = {
  empty: {
    artistId: '',
    title: '',
    kind: 'unrecorded',
    tracks: [],
    originalArtist: null,
    durationMs: null,
    popularity: null,
    releasedOn: null,
    image: null,
  },
  unite: { tracks: uniteTracks },
  derive: deriveFromTracks,
}

export const mergeSong = (held: Song | null, draft: SongDraft, context: MergeContext): Song =>
  mergeEntity(rules, held, draft, context)

export const uniteSongs = (kept: Song, absorbed: Song, at: Date): Song =>
  uniteEntities<SongFacts>(rules, kept, absorbed, at)

function uniteTracks(held: Track[], stated: Track[]): Track[] {
  const byId = new Map(held.map((track) => [track.spotifyId, track]))
  for (const track of stated) {
    const known = byId.get(track.spotifyId)
    byId.set(
      track.spotifyId,
      known
        ? { ...track, isrc: track.isrc ?? known.isrc, popularity: track.popularity ?? known.popularity }
        : track,
    )
  }
  return inOrder([...byId.values()])
}

/** One order, whichever recording was read first. */
const inOrder = (tracks: readonly Track[]): Track[] =>
  tracks.toSorted((a, b) => (a.spotifyId < b.spotifyId ? -1 : 1))

function deriveFromTracks(facts: SongFacts, { title }: Provenance): SongFacts {
  const best = bestTrack(facts.tracks)
  const popularities = facts.tracks.flatMap((track) => track.popularity ?? [])
  const releases = facts.tracks.flatMap((track) => track.releasedOn ?? [])
  return {
    ...facts,
    tracks: inOrder(facts.tracks),
    title: title?.service === 'operator' ? facts.title : (best?.songTitle ?? facts.title),
    kind: best?.kind ?? 'unrecorded',
    durationMs: best?.durationMs ?? null,
    popularity: popularities.length > 0 ? Math.max(...popularities) : null,
    releasedOn: releases.toSorted()[0] ?? null,
    image: best?.image ?? null,
  }
}

/** The recording that stands for the song: the best kind, then the newest release, so that a remaster wins. */
export function bestTrack(tracks: readonly Track[]): Track | null {
  return (
    tracks.toSorted(
      (a, b) =>
        songKinds.indexOf(a.kind) - songKinds.indexOf(b.kind) ||
        (b.releasedOn ?? '').localeCompare(a.releasedOn ?? '') ||
        (a.spotifyId < b.spotifyId ? -1 : 1),
    )[0] ?? null
  )
}

/** True for songs that fans may vote for: those an artist plays, not other people's remixes and karaoke tracks. */
export const isVotable = (song: Pick<Song, 'kind'>): boolean =>
  song.kind !== 'remix' &&
  song.kind !== 'karaoke' &&
  song.kind !== 'commentary' &&
  song.kind !== 'instrumental'
