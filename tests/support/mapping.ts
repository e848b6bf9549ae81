import {
  toArtistDraft as fromMusicbrainz,
  type MusicbrainzArtist,
  spotifyIdsOf,
} from '@setvote/sdk/musicbrainz'
import {
  toArtistDraft as fromSetlistfm,
  isEmptySetlist,
  type SetlistfmArtist,
  type SetlistfmSetlist,
  type SetlistfmVenue,
  toVenueDraft as toHallDraft,
  toShowDraft as toPastShowDraft,
  toSetlistDraft,
} from '@setvote/sdk/setlistfm'
import {
  toArtistDraft as fromSpotify,
  type SpotifyAlbum,
  type SpotifyAlbumTrack,
  type SpotifyArtist,
  type SpotifyTrack,
  toTracks,
} from '@setvote/sdk/spotify'
import { Track } from '@setvote/sdk/storage'
import {
  externalLinksOf,
  toArtistDraft as fromTicketmaster,
  genresOf,
  isMusic,
  packageReasons,
  siteIdOf,
  type TicketmasterAttraction,
  type TicketmasterEvent,
  type TicketmasterVenue,
  toShowDraft,
  toVenueDraft,
  toVenueDraftOf,
} from '@setvote/sdk/ticketmaster'
import { acceptArtist, acceptMapped, acceptSetlist, acceptShow, acceptVenue, at } from './drafts.ts'

/**
 * What the services' things become in our words. Each throws where a thing cannot be mapped, or becomes something
 * that a storage would refuse.
 */

export const mapSpotifyArtist = (artist: SpotifyArtist): unknown => acceptArtist(fromSpotify(artist, { at }))

export function mapTracks(
  tracks: readonly (SpotifyTrack | SpotifyAlbumTrack | null)[],
  album?: SpotifyAlbum,
): void {
  for (const track of toTracks(present(tracks), album)) Track.parse(track)
}

export const mapAlbum = (album: SpotifyAlbum): void => mapTracks(album.tracks?.items ?? [], album)

export function mapAttraction(attraction: TicketmasterAttraction): void {
  externalLinksOf(attraction)
  siteIdOf(attraction)
  acceptMapped(fromTicketmaster(attraction, { at }), acceptArtist)
}

export const mapVenue = (venue: TicketmasterVenue): void =>
  acceptMapped(toVenueDraft(venue, { at }), acceptVenue)

export function mapEvent(event: TicketmasterEvent): void {
  genresOf(event)
  isMusic(event)
  packageReasons(event)
  acceptMapped(toVenueDraftOf(event, { at }), acceptVenue)
  acceptMapped(toShowDraft(event, { at, venueId: 'ven_1' }), acceptShow)
  for (const attraction of event._embedded?.attractions ?? []) mapAttraction(attraction)
}

export const mapSetlistfmArtist = (artist: SetlistfmArtist): void =>
  acceptMapped(fromSetlistfm(artist, { at }), acceptArtist)

export const mapHall = (venue: SetlistfmVenue): void => acceptMapped(toHallDraft(venue, { at }), acceptVenue)

export function mapSetlist(setlist: SetlistfmSetlist): void {
  isEmptySetlist(setlist)
  if (setlist.artist) mapSetlistfmArtist(setlist.artist)
  if (setlist.venue) mapHall(setlist.venue)
  acceptMapped(toPastShowDraft(setlist, { at, venueId: 'ven_1', artistId: 'art_1' }), acceptShow)
  acceptSetlist(toSetlistDraft(setlist, { at, showId: 'sho_1', artistId: 'art_1' }))
}

export function mapMusicbrainzArtist(artist: MusicbrainzArtist): void {
  spotifyIdsOf(artist)
  acceptArtist(fromMusicbrainz(artist, { at }))
}

/** Maps each thing of a list; places without a thing are passed over. */
export const each =
  <Item>(map: (item: Item) => unknown) =>
  (items: readonly (Item | null)[]): void => {
    for (const item of present(items)) map(item)
  }

const present = <Item>(items: readonly (Item | null)[]): Item[] => items.filter((item) => item !== null)
