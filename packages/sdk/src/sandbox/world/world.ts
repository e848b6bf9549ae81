import type { Genre } from './genres.ts'
import type { City } from './geography.ts'
import type { ArtistTrait, EventTrait, ReleaseTrait, SetlistTrait, ShowTrait, VenueTrait } from './traits.ts'

/**
 * The truth behind the sandbox: who plays, what they recorded, where they played and will play. The services
 * only show parts of it, each with its own ids and its own mistakes. Made by `createWorld`.
 */
export interface World {
  readonly seed: number
  /** The day the world believes it is, `YYYY-MM-DD`. Every past show lies before it, every upcoming one after. */
  readonly today: string
  /** `artists[0]` is the demo headliner. */
  readonly artists: readonly WorldArtist[]
  readonly venues: readonly WorldVenue[]
  readonly songs: readonly WorldSong[]
  readonly releases: readonly WorldRelease[]
  readonly tracks: readonly WorldTrack[]
  /** Evenings, past and upcoming, by date. */
  readonly shows: readonly WorldShow[]
  /** What Ticketmaster sells, repeats and packages included. */
  readonly events: readonly WorldEvent[]
  /** What setlist.fm holds, by artist, newest first. */
  readonly setlists: readonly WorldSetlist[]
  /** Attractions of Ticketmaster that are no artist of this world: teams, musicals, orchestras. */
  readonly bystanders: readonly WorldBystander[]
  /** People other songs come from or who appear as guests; setlist.fm knows them by name and mbid. */
  readonly strangers: readonly WorldStranger[]
  /** Look-ups by id, so that an answer never scans the world. */
  readonly index: WorldIndex
}

export interface WorldArtist {
  /** `artist-1` is the demo headliner. */
  readonly id: string
  readonly name: string
  readonly sortName: string
  readonly aliases: readonly string[]
  readonly disambiguation: string
  readonly genre: Genre
  /** ISO 3166-1 code. */
  readonly country: string
  readonly formedYear: number
  /** 0..100, as Spotify counts it. */
  readonly popularity: number
  readonly followers: number
  readonly traits: readonly ArtistTrait[]
  /** `null` when Spotify does not have the artist. */
  readonly spotifyId: string | null
  /** `null` when Ticketmaster does not have the artist. */
  readonly attractionId: string | null
  /** The number in Ticketmaster's site address, `tmid` at setlist.fm. Not an id of the API. */
  readonly tmid: number
  readonly mbid: string
  readonly onSetlistfm: boolean
  readonly onMusicbrainz: boolean
  readonly setlistfmSlug: string
  /** Which service names the artist's id at another service. */
  readonly links: WorldLinks
}

export interface WorldLinks {
  readonly ticketmasterToSpotify: boolean
  readonly ticketmasterToMusicbrainz: boolean
  readonly musicbrainzToSpotify: boolean
}

export interface WorldVenue {
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly city: City
  readonly latitude: number
  readonly longitude: number
  readonly address: string
  readonly postalCode: string
  readonly capacity: number
  readonly traits: readonly VenueTrait[]
  readonly ticketmasterId: string
  readonly ticketmasterName: string
  readonly setlistfmId: string
  /** May be empty. */
  readonly setlistfmName: string
}

/** A work an artist may play. */
export interface WorldSong {
  readonly id: string
  readonly artistId: string
  /** The base title, as on Spotify. */
  readonly title: string
  /** The title as fans write it at setlist.fm; often the same. */
  readonly setlistfmTitle: string
  readonly year: number
  readonly durationMs: number
  /** How much the artist likes to play it, 0..1. */
  readonly weight: number
  /** False for songs that only exist on stage. */
  readonly recorded: boolean
  /** Whose song it is, when it is a cover. */
  readonly coverOf: WorldStranger | null
}

export interface WorldRelease {
  /** The id at Spotify. */
  readonly id: string
  readonly title: string
  readonly type: 'album' | 'single' | 'compilation'
  /** Credited on the cover, by id; empty for a release of various artists. */
  readonly artistIds: readonly string[]
  readonly date: string
  readonly precision: 'year' | 'month' | 'day'
  readonly upc: string
  readonly label: string
  readonly trackIds: readonly string[]
  readonly traits: readonly ReleaseTrait[]
}

/** What a recording is of its song. */
export type TrackKind =
  | 'studio'
  | 'remaster'
  | 'live'
  | 'demo'
  | 'remix'
  | 'acoustic'
  | 'instrumental'
  | 'karaoke'
  | 'edit'

export interface WorldTrack {
  /** The id at Spotify. */
  readonly id: string
  readonly releaseId: string
  readonly songId: string
  readonly title: string
  readonly kind: TrackKind
  readonly isrc: string
  readonly durationMs: number
  readonly disc: number
  readonly number: number
  readonly explicit: boolean
  readonly popularity: number
  /** Credited artists, by id, the main one first. */
  readonly artistIds: readonly string[]
}

export type ShowStatus = 'played' | 'scheduled' | 'cancelled' | 'postponed' | 'rescheduled'

/** One evening (or one afternoon) at one place. */
export interface WorldShow {
  readonly id: string
  readonly kind: 'concert' | 'festival'
  readonly lineup: readonly WorldBilling[]
  readonly venueId: string
  /** In the venue's time zone, `YYYY-MM-DD`; `null` while no new date is known. */
  readonly localDate: string | null
  /** `HH:mm:ss` in the venue's time zone; `null` when not announced. */
  readonly localTime: string | null
  /** ISO instant of `localDate` and `localTime`; `null` without them. */
  readonly startsAt: string | null
  /** Where a moved show was first announced for. */
  readonly firstLocalDate: string | null
  readonly tourName: string | null
  readonly festivalName: string | null
  readonly status: ShowStatus
  readonly traits: readonly ShowTrait[]
}

export interface WorldBilling {
  readonly artistId: string
  readonly role: 'headliner' | 'support' | 'festival'
}

/** One listing at Ticketmaster. Several may sell the same show, one may sell two. */
export interface WorldEvent {
  readonly id: string
  readonly name: string
  /** The shows a ticket admits to; empty for what is no show of an artist of this world. */
  readonly showIds: readonly string[]
  readonly attractionIds: readonly string[]
  readonly venueId: string
  /** True for listings that carry `place` in the body instead of an embedded venue. */
  readonly placeOnly: boolean
  readonly genre: Genre
  readonly localDate: string | null
  readonly localTime: string | null
  /** ISO instant with `Z`; also set, to local midnight, when only the day is known. */
  readonly startsAt: string | null
  readonly dateTBD: boolean
  readonly dateTBA: boolean
  readonly initialLocalDate: string | null
  readonly endLocalDate: string | null
  /** As written: `cancelled` and `canceled` both occur; `null` when missing. */
  readonly status: string | null
  readonly timezoneMissing: boolean
  readonly source: 'ticketmaster' | 'universe' | 'frontgate' | 'tmr'
  readonly saleStartsAt: string
  readonly saleEndsAt: string
  readonly price: { readonly currency: string; readonly min: number; readonly max: number } | null
  readonly promoter: string
  readonly info: string | null
  readonly traits: readonly EventTrait[]
}

export interface WorldSetlist {
  /** 7 or 8 hexadecimal digits. */
  readonly id: string
  readonly versionId: string
  readonly artistId: string
  readonly showId: string
  readonly venueId: string
  readonly date: string
  readonly lastUpdatedAt: string
  readonly tourName: string | null
  readonly info: string | null
  readonly sets: readonly WorldSet[]
  readonly traits: readonly SetlistTrait[]
}

export interface WorldSet {
  readonly name: string | null
  readonly encore: number | null
  readonly songs: readonly PlayedSong[]
}

/** One line of a setlist. */
export interface PlayedSong {
  /** As written at setlist.fm; may be empty, may be a medley `A / B`. */
  readonly name: string
  /** What was really played; two for a medley, none for a tape or an unknown song. */
  readonly songIds: readonly string[]
  readonly tape: boolean
  readonly info: string | null
  readonly cover: WorldStranger | null
  readonly guest: WorldStranger | null
}

/** Somebody known by name only: the writer of a cover, a guest. */
export interface WorldStranger {
  readonly name: string
  readonly sortName: string
  readonly disambiguation: string
  readonly mbid: string
  readonly setlistfmSlug: string
}

export interface WorldBystander {
  readonly attractionId: string
  readonly name: string
  readonly genre: Genre
}

export type AlbumGroup = 'album' | 'single' | 'compilation' | 'appears_on'

/** A release from one artist's point of view. */
export interface DiscographyEntry {
  readonly release: WorldRelease
  readonly group: AlbumGroup
}

/** Everything by the ids that the services use. */
export interface WorldIndex {
  readonly artistById: ReadonlyMap<string, WorldArtist>
  readonly artistBySpotifyId: ReadonlyMap<string, WorldArtist>
  readonly artistByAttractionId: ReadonlyMap<string, WorldArtist>
  readonly artistByMbid: ReadonlyMap<string, WorldArtist>
  readonly songById: ReadonlyMap<string, WorldSong>
  readonly releaseById: ReadonlyMap<string, WorldRelease>
  readonly trackById: ReadonlyMap<string, WorldTrack>
  readonly tracksByIsrc: ReadonlyMap<string, readonly WorldTrack[]>
  /** By artist id: albums, singles, compilations, appearances, each newest first. */
  readonly discographyByArtist: ReadonlyMap<string, readonly DiscographyEntry[]>
  readonly venueById: ReadonlyMap<string, WorldVenue>
  readonly venueByTicketmasterId: ReadonlyMap<string, WorldVenue>
  readonly venueBySetlistfmId: ReadonlyMap<string, WorldVenue>
  readonly showById: ReadonlyMap<string, WorldShow>
  readonly showsByArtist: ReadonlyMap<string, readonly WorldShow[]>
  readonly eventById: ReadonlyMap<string, WorldEvent>
  readonly eventsByAttraction: ReadonlyMap<string, readonly WorldEvent[]>
  readonly eventsByVenue: ReadonlyMap<string, readonly WorldEvent[]>
  readonly eventsByShow: ReadonlyMap<string, readonly WorldEvent[]>
  readonly setlistById: ReadonlyMap<string, WorldSetlist>
  /** By artist id, newest first. */
  readonly setlistsByArtist: ReadonlyMap<string, readonly WorldSetlist[]>
  readonly setlistsByVenue: ReadonlyMap<string, readonly WorldSetlist[]>
}
