import type { Page } from '../core/page.ts'
import type { Artist, ArtistDraft } from '../domain/artist.ts'
import type { EntityId } from '../domain/entity.ts'
import type { ExternalId } from '../domain/external-id.ts'
import type { Setlist, SetlistDraft, SetlistKind } from '../domain/setlist.ts'
import type { Show, ShowDraft, ShowStatus } from '../domain/show.ts'
import type { Song, SongDraft, SongKind } from '../domain/song.ts'
import type { Coordinates, Venue, VenueDraft } from '../domain/venue.ts'

/** Our own id, or what a service calls it. */
export type EntityReference = EntityId | ExternalId

/**
 * One kind of thing in storage.
 *
 * An external id belongs to at most one thing. Every verb is atomic; of two racing saves of one new external id
 * one creates and the other merges into what it created.
 */
export interface CatalogStore<Entity, EntityDraft, Query> {
  find(reference: EntityReference): Promise<Entity | null>
  /** Answers in the order of `references`, null where there is none. */
  findMany(references: readonly EntityReference[]): Promise<(Entity | null)[]>
  /**
   * A page in the stable order of the kind (shows and setlists by day, then id; the others by id). Paging to the
   * end gives every thing that was there all along exactly once, whatever is saved meanwhile.
   * `limit` is 1..1000. A cursor of another query is an `InvalidInputError`.
   * @default limit 50
   */
  list(query: Query & PageQuery): Promise<Page<Entity>>
  /** `saveMany` of one. */
  save(draft: EntityDraft): Promise<Saved<Entity>>
  /**
   * Adds each draft or merges it (by the rule of `mergeEntity`) into the thing with its `id`, else into the one
   * that carries the first of its external ids that any thing carries, earlier drafts of the same call included.
   * An `id` that does not exist is created under that id. All drafts are saved, or none.
   * Unchanged things are not written: their `updatedAt` stays.
   */
  saveMany(drafts: readonly EntityDraft[]): Promise<Saved<Entity>[]>
  /**
   * Makes two things one: `absorbedId` goes, its external ids, and everything that pointed to it, move to `keptId`,
   * whose own facts win and whose empty facts are filled. Of two ballots (or follows, reviews …) that become the
   * same, one stays. Answers null, and changes nothing, when either is missing or they are the same.
   */
  absorb(request: { readonly keptId: EntityId; readonly absorbedId: EntityId }): Promise<Entity | null>
  /**
   * Removes the thing and what exists only through it: an artist's songs, setlists and board entries; a show's
   * setlists; a setlist's ballots. What merely mentions it (a lineup, a setlist song) keeps its name and loses the link.
   */
  remove(id: EntityId): Promise<boolean>
}

export interface PageQuery {
  readonly limit?: number
  readonly cursor?: string | null
}

export interface Saved<Entity> {
  readonly entity: Entity
  readonly status: 'created' | 'updated' | 'unchanged'
  /** External ids of the draft that stayed with another thing which already carried them. */
  readonly conflicts: readonly { readonly externalId: ExternalId; readonly heldBy: EntityId }[]
}

export interface ArtistQuery {
  /** Part of the name, in any case, with or without diacritics. */
  readonly search?: string
  /** Only artists not synced since then; never synced ones included. */
  readonly syncedBefore?: Date
}

export interface VenueQuery {
  readonly search?: string
  /** Compared in the form of `searchKey`. */
  readonly city?: string
  readonly countryCode?: string
  /** Nearest first; the order of pages is then by distance. */
  readonly near?: Coordinates & { readonly radiusKm: number }
}

export interface ShowQuery {
  /** In the lineup, as headliner or support. */
  readonly artistId?: EntityId
  readonly venueId?: EntityId
  /** First and last local day, both included. Shows without a day match only when neither is given. */
  readonly from?: string
  readonly to?: string
  readonly statuses?: readonly ShowStatus[]
  /** Shows without a day come last either way. @default 'ascending' */
  readonly order?: 'ascending' | 'descending'
}

export interface SongQuery {
  readonly artistId?: EntityId
  readonly search?: string
  readonly kinds?: readonly SongKind[]
}

export interface SetlistQuery {
  readonly artistId?: EntityId
  readonly showId?: EntityId
  readonly fanId?: EntityId
  readonly kinds?: readonly SetlistKind[]
  readonly from?: string
  readonly to?: string
  /** By local day; setlists without one come last. @default 'ascending' */
  readonly order?: 'ascending' | 'descending'
}

export type ArtistStore = CatalogStore<Artist, ArtistDraft, ArtistQuery>
export type VenueStore = CatalogStore<Venue, VenueDraft, VenueQuery>
export type ShowStore = CatalogStore<Show, ShowDraft, ShowQuery>
export type SongStore = CatalogStore<Song, SongDraft, SongQuery>
export type SetlistStore = CatalogStore<Setlist, SetlistDraft, SetlistQuery>
