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
 * An external id belongs to at most one thing of a kind. Every verb is atomic; of two racing saves of one new
 * external id one creates and the other merges into what it created. Links never point to nothing: a draft that
 * names a thing that is not there (an artist, a venue, a show, a song) is an `InvalidInputError`. Fans are the
 * app's own and need not be known.
 */
export interface CatalogStore<Entity, EntityDraft, Query> {
  find(reference: EntityReference): Promise<Entity | null>
  /** Answers in the order of `references`, null where there is none. */
  findMany(references: readonly EntityReference[]): Promise<(Entity | null)[]>
  /**
   * A page in the stable order of the kind (shows by day, then time to the minute, unknown times last in a day, then
   * id; setlists by day, then id; the others by id). Paging to the
   * end gives every thing that was there all along exactly once, whatever is saved meanwhile; only one whose place
   * in that order changed meanwhile (a show that moved to another day) may come twice or not at all.
   * `limit` is 1..1000 and may change between pages. A cursor of another query or another kind is an
   * `InvalidInputError`. All conditions of a query must hold; an empty list of kinds or statuses matches nothing.
   * @default limit 50
   */
  list(query: Query & PageQuery): Promise<Page<Entity>>
  /** `saveMany` of one. */
  save(draft: EntityDraft): Promise<Saved<Entity>>
  /**
   * Adds each draft or merges it (by the rule of `mergeEntity`) into the thing with its `id`, else into the one
   * that carries the first of its external ids that any thing carries, earlier drafts of the same call included.
   * An `id` that does not exist is created under that id. All drafts are saved, or none: one that would make a
   * thing its schema refuses, or that has a broken link, is an `InvalidInputError` for the whole call.
   * Unchanged things are not written: their `updatedAt` stays. Answers come in the order of the drafts; `entity` is
   * the thing as the call leaves it, also where a later draft of the same call changed it again.
   */
  saveMany(drafts: readonly EntityDraft[]): Promise<Saved<Entity>[]>
  /**
   * Makes two things one (by the rule of `uniteEntities`): `absorbedId` goes, its external ids, and everything that
   * pointed to it, move to `keptId`, whose own facts win and whose empty facts are filled. Of two ballots (or
   * follows, reviews …) that become the same, the one at `keptId` stays. An artist who would be in a lineup twice is
   * in it once (`relinkLineup`). Ballots on an absorbed setlist go to the same song of the kept one
   * (`pairSetlistSongs`), and go with the songs that have no counterpart; a kept setlist without songs takes the
   * absorbed one's with their ids and ballots. Board entries and score history of the absorbed thing go. When both
   * artists have a running import, the absorbed one's is cancelled; its worker finds its lease lost.
   * Answers null, and changes nothing, when either is missing or they are the same.
   */
  absorb(request: { readonly keptId: EntityId; readonly absorbedId: EntityId }): Promise<Entity | null>
  /**
   * Removes the thing and what exists only through it: an artist's songs, setlists, followers and board entries; a
   * show's setlists, attendances and board entries; a setlist's ballots; a venue's reviews. What merely mentions it
   * (a lineup, a setlist song, a show its venue, an import run) keeps its name and loses the link.
   * Answers false when there was no such thing.
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
  /** Part of the name, compared in the form of `searchKey`: in any case, with or without diacritics. */
  readonly search?: string
  /** Only artists not synced since then; never synced ones included. */
  readonly syncedBefore?: Date
}

export interface VenueQuery {
  readonly search?: string
  /** Compared in the form of `searchKey`. */
  readonly city?: string
  readonly countryCode?: string
  /**
   * Within the radius (`distanceKm`), nearest first; the order of pages is then by distance, then id. A venue is at
   * its own coordinates, else at those of its city; one without either is nowhere near.
   */
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
  /** `descending` turns the order of ids of one day too. Shows without a day come last either way. @default 'ascending' */
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
  /** As for shows. */
  readonly from?: string
  readonly to?: string
  /** By local day, as for shows; setlists without one come last. @default 'ascending' */
  readonly order?: 'ascending' | 'descending'
}

export type ArtistStore = CatalogStore<Artist, ArtistDraft, ArtistQuery>
export type VenueStore = CatalogStore<Venue, VenueDraft, VenueQuery>
export type ShowStore = CatalogStore<Show, ShowDraft, ShowQuery>
export type SongStore = CatalogStore<Song, SongDraft, SongQuery>
export type SetlistStore = CatalogStore<Setlist, SetlistDraft, SetlistQuery>
