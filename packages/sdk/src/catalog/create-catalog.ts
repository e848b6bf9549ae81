import { type Clock, systemClock } from '../core/clock.ts'
import { hours } from '../core/duration.ts'
import { InvalidInputError, NotFoundError } from '../core/errors.ts'
import type { Artist } from '../domain/artist.ts'
import { localDayOf } from '../domain/local-day.ts'
import type { Setlist } from '../domain/setlist.ts'
import type { Show } from '../domain/show.ts'
import type { Song } from '../domain/song.ts'
import type { Venue } from '../domain/venue.ts'
import type {
  ArtistQuery,
  CatalogStore,
  EntityReference,
  PageQuery,
  SetlistQuery,
  ShowQuery,
  SongQuery,
  VenueQuery,
} from '../storage/catalog-store.ts'
import { checkInstants, checkIsText, checkReference } from '../storage/checks.ts'
import type { Storage } from '../storage/storage.ts'
import { createList, type List } from '../upstream/list.ts'

/** One kind of stored thing, to read. */
export interface Reader<Entity, Query> {
  /** By our id or a service's; null if there is none. */
  find(reference: EntityReference): Promise<Entity | null>
  /** By our id or a service's; a `NotFoundError` if there is none. */
  get(reference: EntityReference): Promise<Entity>
  list(query?: Query & Pick<PageQuery, 'limit'>): List<Entity>
}

export interface ShowReader extends Reader<Show, ShowQuery> {
  /** Shows of an artist from today on, today being that of the show's own time zone; the next one first. */
  upcoming(artistId: string): List<Show>
  /** Shows of an artist before today, the latest first. */
  past(artistId: string): List<Show>
}

export interface Catalog {
  readonly artists: Reader<Artist, ArtistQuery>
  readonly venues: Reader<Venue, VenueQuery>
  readonly shows: ShowReader
  readonly songs: Reader<Song, SongQuery>
  readonly setlists: Reader<Setlist, SetlistQuery>
}

/**
 * Reads what is stored.
 *
 * @example
 * const [next] = await catalog.shows.upcoming(artist.id).toArray({ limit: 1 })
 * for await (const song of catalog.songs.list({ artistId: artist.id })) console.log(song.title)
 */
export function createCatalog({
  storage,
  clock = systemClock,
}: {
  readonly storage: Storage
  readonly clock?: Clock
}): Catalog {
  const shows = readerOf('show', storage.shows)
  const isUpcoming = (show: Show) => show.localDate! >= localDayOf(clock.now(), show.timeZone ?? 'UTC')
  const dayAt = (offsetMs: number) => localDayOf(new Date(clock.now().getTime() + offsetMs))
  return {
    artists: readerOf('artist', storage.artists),
    venues: readerOf('venue', storage.venues),
    songs: readerOf('song', storage.songs),
    setlists: readerOf('setlist', storage.setlists),
    shows: {
      ...shows,
      // Time zones reach from UTC-12 to UTC+14.
      upcoming: (artistId) => only(isUpcoming, shows.list({ artistId, from: dayAt(-hours(12)) })),
      past: (artistId) =>
        only(
          (show) => !isUpcoming(show),
          shows.list({ artistId, to: dayAt(hours(14)), order: 'descending' }),
        ),
    },
  }
}

function readerOf<Entity, Draft, Query>(
  kind: string,
  store: CatalogStore<Entity, Draft, Query>,
): Reader<Entity, Query> {
  async function find(reference: EntityReference): Promise<Entity | null> {
    checkReference(reference)
    return store.find(reference)
  }
  return {
    find,
    async get(reference) {
      const entity = await find(reference)
      if (entity) return entity
      const named = typeof reference === 'string' ? reference : `${reference.service} id ${reference.id}`
      throw new NotFoundError(`There is no ${kind} ${named} in storage`)
    },
    list: (query) =>
      createList(async (cursor) => {
        if (query) checkQuery(query)
        const { items, nextCursor } = await store.list({ ...(query as Query), cursor })
        return { items, total: null, next: nextCursor }
      }),
  }
}

/** Refuses conditions of the wrong type; what they say is for the storage to judge. */
function checkQuery(query: object): void {
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || name === 'limit' || name === 'near') continue
    if (name === 'syncedBefore') checkInstants({ [name]: value })
    else if (name === 'kinds' || name === 'statuses') checkTexts(name, value)
    else checkIsText(name, value)
  }
}

function checkTexts(name: string, values: unknown): void {
  if (!Array.isArray(values)) throw new InvalidInputError(`${name} must be a list`)
  for (const value of values) checkIsText(name, value)
}

function only<Item>(isWanted: (item: Item) => boolean, list: List<Item>): List<Item> {
  return createList(async (from) => {
    for await (const page of list.pages(from === null ? {} : { from })) {
      return { ...page, items: page.items.filter(isWanted) }
    }
    return { items: [], total: null, next: null }
  })
}
