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
import { Instant } from './instant.ts'
import { LocalDay } from './local-day.ts'
import { OriginalArtist } from './song.ts'

/** Which part of the evening: the main set (both null), a named set, or an encore numbered from 1. */
export const SetPart = z.object({ name: z.string().nullable(), encore: z.int().positive().nullable() })
export type SetPart = z.infer<typeof SetPart>

/** One song at one position of a setlist. */
export const SetlistSong = z.object({
  /** Stays with the song when the setlist is saved again, wherever it moves. */
  id: EntityId,
  /** From 0. */
  position: z.int().nonnegative(),
  songId: EntityId.nullable(),
  title: z.string(),
  part: SetPart,
  /** Played from tape; nobody can vote for it. */
  tape: z.boolean(),
  /** The whole name when several songs were played as one: `A / B`. Each part is a setlist song of its own. */
  medley: z.string().nullable(),
  originalArtist: OriginalArtist.nullable(),
  /** Who joined in. */
  guest: z.string().nullable(),
  info: z.string().nullable(),
  /** How likely it is to be played, 0..1; null on setlists that are not predictions. */
  probability: z.number().min(0).max(1).nullable(),
  reason: z.string().nullable(),
})
export type SetlistSong = z.infer<typeof SetlistSong>

/** A setlist song to save: without its id and position, which follow from its song and its place in the list. */
export type SetlistSongDraft = Pick<SetlistSong, 'title'> & Partial<Omit<SetlistSong, 'position' | 'title'>>

export const SetlistKind = z.enum(['predicted', 'actual', 'fan'])
export type SetlistKind = z.infer<typeof SetlistKind>

const factsShape = {
  showId: EntityId,
  artistId: EntityId,
  kind: SetlistKind,
  /** Who made it, for `fan` setlists. */
  fanId: EntityId.nullable(),
  name: z.string().nullable(),
  tour: z.string().nullable(),
  /** The day of its show. */
  localDate: LocalDay.nullable(),
  songs: z.array(SetlistSong),
  info: z.string().nullable(),
  /** The public page; setlist.fm demands a link to it wherever the setlist is shown. */
  url: z.url().nullable(),
  /** Opaque; changes with every edit at setlist.fm. */
  versionId: z.string().nullable(),
  editedAt: Instant.nullable(),
  /** True when nothing may be added, moved or voted for any more. */
  locked: z.boolean(),
}

/** The songs of one show: `predicted` by us, `actual` as played, or made by a `fan`. */
export const Setlist = z.object({ ...recordShape, ...factsShape })
export type Setlist = z.infer<typeof Setlist>
export type SetlistFacts = Omit<Setlist, keyof EntityRecord>
export type SetlistDraft = Draft<Omit<SetlistFacts, 'songs'>, 'showId' | 'artistId' | 'kind'> & {
  readonly songs?: readonly SetlistSongDraft[]
}

const rules: MergeRules<SetlistFacts> = {
  empty: {
    showId: '',
    artistId: '',
    kind: 'actual',
    fanId: null,
    name: null,
    tour: null,
    localDate: null,
    songs: [],
    info: null,
    url: null,
    versionId: null,
    editedAt: null,
    locked: false,
  },
}

/** `newSongId` gives the ids of setlist songs that the held setlist does not have. */
export function mergeSetlist(
  held: Setlist | null,
  { songs, ...draft }: SetlistDraft,
  context: MergeContext & { readonly newSongId: () => EntityId },
): Setlist {
  const placed = songs && placeSongs(held?.songs ?? [], songs, context.newSongId)
  return mergeEntity<SetlistFacts>(rules, held, { ...draft, ...(placed && { songs: placed }) }, context)
}

export const uniteSetlists = (kept: Setlist, absorbed: Setlist, at: Date): Setlist =>
  uniteEntities<SetlistFacts>(rules, kept, absorbed, at)

/**
 * Which song of a kept setlist stands for each song of one that it absorbs: the n-th appearance of the same song,
 * or of the same title when one of the two links to no song. Songs without a counterpart are absent.
 */
export function pairSetlistSongs(
  kept: readonly SetlistSong[],
  absorbed: readonly SetlistSong[],
): ReadonlyMap<EntityId, EntityId> {
  const counterparts = pairSongs(kept, absorbed)
  return new Map(
    absorbed.flatMap(({ id }, index) => {
      const counterpart = counterparts[index]
      return counterpart ? [[id, counterpart.id] as const] : []
    }),
  )
}

/** A song keeps its id: by the id itself, else as the n-th appearance of the same song or title. */
function placeSongs(
  held: readonly SetlistSong[],
  drafts: readonly SetlistSongDraft[],
  newSongId: () => EntityId,
): SetlistSong[] {
  const named = new Set(drafts.flatMap((draft) => draft.id ?? []))
  const places = pairSongs(
    held.filter(({ id }) => !named.has(id)),
    drafts.filter(({ id }) => id === undefined),
  )
  let unnamed = 0
  return drafts.map((draft, position) => ({
    songId: null,
    part: { name: null, encore: null },
    tape: false,
    medley: null,
    originalArtist: null,
    guest: null,
    info: null,
    probability: null,
    reason: null,
    ...draft,
    id: draft.id ?? places[unnamed++]?.id ?? newSongId(),
    position,
  }))
}

type NamedSong = Pick<SetlistSongDraft, 'songId' | 'title'>

/**
 * Which of the held songs each of the others is, in the order of the others: the n-th appearance of the song that
 * both link to, else of the title when not both are linked.
 */
function pairSongs(held: readonly SetlistSong[], others: readonly NamedSong[]): (SetlistSong | null)[] {
  const pairs: (SetlistSong | null)[] = others.map(() => null)
  const free = new Set(held)
  const pair = (keyOf: (song: NamedSong) => string | null, otherKeyOf = keyOf) => {
    const byKey = Map.groupBy(free, keyOf)
    for (const [index, other] of others.entries()) {
      const key = pairs[index] ? null : otherKeyOf(other)
      const found = key === null ? undefined : byKey.get(key)?.shift()
      if (!found) continue
      pairs[index] = found
      free.delete(found)
    }
  }
  const linked = ({ songId, title }: NamedSong) => (songId ? title : null)
  const unlinked = ({ songId, title }: NamedSong) => (songId ? null : title)
  pair(({ songId }) => songId ?? null)
  pair(unlinked)
  pair(unlinked, linked)
  pair(linked, unlinked)
  return pairs
}

/** True for a setlist song that fans may vote for: it has a name and is played, not run from tape. */
export const isVotableSetlistSong = (song: Pick<SetlistSong, 'title' | 'tape'>): boolean =>
  !song.tape && song.title !== ''
