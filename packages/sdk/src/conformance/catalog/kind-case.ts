import type { Artist, ArtistDraft } from '../../domain/artist.ts'
import type { EntityId, EntityRecord } from '../../domain/entity.ts'
import type { ExternalId } from '../../domain/external-id.ts'
import type { Source } from '../../domain/provenance.ts'
import type { Setlist, SetlistDraft } from '../../domain/setlist.ts'
import type { Show, ShowDraft } from '../../domain/show.ts'
import type { Song, SongDraft } from '../../domain/song.ts'
import type { Venue, VenueDraft } from '../../domain/venue.ts'
import type {
  ArtistQuery,
  CatalogStore,
  SetlistQuery,
  ShowQuery,
  SongQuery,
  VenueQuery,
} from '../../storage/catalog-store.ts'
import type { Storage } from '../../storage/storage.ts'
import { artistDraft, setlistDraft, showDraft, songDraft, venueDraft } from '../builders.ts'
import type { Chapter, Test } from '../harness.ts'

/** What the chapters that every kind has in common must know about one kind. */
export interface KindCase<Entity extends EntityRecord, EntityDraft, Query extends object> {
  readonly name: 'artists' | 'venues' | 'shows' | 'songs' | 'setlists'
  storeOf(storage: Storage): CatalogStore<Entity, EntityDraft, Query>
  /** Saves what a thing of this kind must point to. */
  prepare(storage: Storage): Promise<Drafts<EntityDraft>>
  /** A fact that may be null. */
  readonly noteField: string
  noteOf(entity: Entity): string | null
}

export interface Drafts<EntityDraft> {
  valid(fields?: CommonFields): EntityDraft
  /** One that its schema refuses. */
  broken(): EntityDraft
}

export interface CommonFields {
  readonly id?: EntityId
  readonly externalIds?: readonly ExternalId[]
  readonly source?: Source
  readonly note?: string | null
}

type KindChapter = <Entity extends EntityRecord, EntityDraft, Query extends object>(
  test: Test,
  kind: KindCase<Entity, EntityDraft, Query>,
) => void

/** One chapter for each of the five kinds. */
export function everyKind(chapter: KindChapter): Chapter {
  return (test) => {
    chapter(of(test, 'artists'), artistCase)
    chapter(of(test, 'venues'), venueCase)
    chapter(of(test, 'shows'), showCase)
    chapter(of(test, 'songs'), songCase)
    chapter(of(test, 'setlists'), setlistCase)
  }
}

const of =
  (test: Test, kind: string): Test =>
  (promise, proof) =>
    test(`${kind}: ${promise}`, proof)

const artistCase: KindCase<Artist, ArtistDraft, ArtistQuery> = {
  name: 'artists',
  storeOf: (storage) => storage.artists,
  prepare: async () => ({
    valid: ({ note, ...fields } = {}) =>
      artistDraft({ ...fields, ...(note !== undefined && { disambiguation: note }) }),
    broken: () => artistDraft({ name: '' }),
  }),
  noteField: 'disambiguation',
  noteOf: ({ disambiguation }) => disambiguation,
}

const venueCase: KindCase<Venue, VenueDraft, VenueQuery> = {
  name: 'venues',
  storeOf: (storage) => storage.venues,
  prepare: async () => ({
    valid: ({ note, ...fields } = {}) =>
      venueDraft({ ...fields, ...(note !== undefined && { address: note }) }),
    broken: () => venueDraft({ countryCode: 'Germany' }),
  }),
  noteField: 'address',
  noteOf: ({ address }) => address,
}

const showCase: KindCase<Show, ShowDraft, ShowQuery> = {
  name: 'shows',
  storeOf: (storage) => storage.shows,
  prepare: async () => ({
    valid: ({ note, ...fields } = {}) => showDraft({ ...fields, ...(note !== undefined && { info: note }) }),
    broken: () => showDraft({ localDate: '2026-13-45' }),
  }),
  noteField: 'info',
  noteOf: ({ info }) => info,
}

const songCase: KindCase<Song, SongDraft, SongQuery> = {
  name: 'songs',
  storeOf: (storage) => storage.songs,
  async prepare(storage) {
    const { entity } = await storage.artists.save(artistDraft())
    return {
      valid: ({ note, ...fields } = {}) =>
        songDraft({
          artistId: entity.id,
          ...fields,
          ...(note !== undefined && { originalArtist: note === null ? null : { name: note, mbid: null } }),
        }),
      broken: () => songDraft({ artistId: entity.id, title: '' }),
    }
  },
  noteField: 'originalArtist',
  noteOf: ({ originalArtist }) => originalArtist?.name ?? null,
}

const setlistCase: KindCase<Setlist, SetlistDraft, SetlistQuery> = {
  name: 'setlists',
  storeOf: (storage) => storage.setlists,
  async prepare(storage) {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const { entity: show } = await storage.shows.save(showDraft())
    const ours = { artistId: artist.id, showId: show.id }
    return {
      valid: ({ note, ...fields } = {}) =>
        setlistDraft({ ...ours, ...fields, ...(note !== undefined && { info: note }) }),
      broken: () => setlistDraft({ ...ours, url: 'not an address' }),
    }
  },
  noteField: 'info',
  noteOf: ({ info }) => info,
}
