/**
 * What the world contains on purpose, by name, so that a test can look one up:
 * `world.artists.find((artist) => artist.traits.includes('same-name'))`.
 */
export type ArtistTrait =
  /** The demo's artist: known everywhere, fully linked, with every oddity of shows, releases and setlists. */
  | 'headliner'
  /** Three artists of one name and different genres; only the first is linked from Ticketmaster. */
  | 'same-name'
  /** One of twenty-one artists of exactly one name. The first of them is the well-known one. */
  | 'many-namesakes'
  /** Plays another artist's songs; the name says so or does not. `tribute-unmarked` does not. */
  | 'tribute'
  | 'tribute-unmarked'
  /** The artist a tribute plays. */
  | 'tributed'
  | 'unicode-hebrew'
  | 'unicode-japanese'
  | 'unicode-cyrillic'
  | 'unicode-diacritics'
  | 'unicode-turkish'
  | 'symbol-name'
  | 'slash-name'
  | 'ampersand-name'
  /** Named like a city of this world, where a team plays as well. */
  | 'city-name'
  | 'the-name'
  /** Ticketmaster knows the artist and names no Spotify id. */
  | 'no-spotify-link'
  /** Ticketmaster knows the artist and names no MusicBrainz id. */
  | 'no-musicbrainz-link'
  /** Ticketmaster names neither. MusicBrainz still names Spotify. */
  | 'no-links'
  /** MusicBrainz has the artist but no Spotify relation. */
  | 'no-spotify-relation'
  | 'absent-on-ticketmaster'
  | 'absent-on-setlistfm'
  | 'absent-on-musicbrainz'
  | 'absent-on-spotify'
  /** Plays most evenings before somebody else. */
  | 'support-act'
  /** Has more than 1,250 upcoming events, behind Ticketmaster's paging wall. */
  | 'many-events'
  /** Has never played. */
  | 'no-shows'

/** Traits of the truth: of the evening itself. */
export type ShowTrait =
  | 'matinee'
  | 'evening-after-matinee'
  | 'no-time-announced'
  | 'no-tour'
  | 'festival'
  | 'two-day-festival'
  | 'supporting'
  | 'with-supports'
  | 'cancelled'
  | 'postponed'
  | 'rescheduled'
  | 'date-to-be-announced'
  | 'date-to-be-determined'

/** Traits of a listing at Ticketmaster. */
export type EventTrait =
  /** Sells the same evening again, as a package. */
  | 'vip-package'
  /** Sells the same evening again, second hand (`tmr`). */
  | 'resale'
  | 'two-day-pass'
  | 'festival'
  | 'matinee'
  /** Spelled `cancelled`. */
  | 'cancelled'
  /** Spelled `canceled`. */
  | 'canceled'
  | 'postponed'
  | 'rescheduled'
  | 'tba'
  | 'tbd'
  | 'no-specific-time'
  | 'place-instead-of-venue'
  | 'missing-attractions'
  | 'missing-prices'
  | 'missing-timezone'
  | 'missing-status'
  /** The sale starts on 1900-01-01. */
  | 'sale-placeholder'
  | 'genre-undefined'
  | 'genre-other'
  /** No show of the artist it names: a tribute evening. */
  | 'tribute-evening'
  /** No show of any artist of this world. */
  | 'bystander'

export type VenueTrait =
  /** Ticketmaster puts "The" in front, setlist.fm does not. */
  | 'the-prefix'
  /** Ticketmaster adds a sponsor. */
  | 'sponsor-suffix'
  /** Ticketmaster gives no coordinates. */
  | 'no-location'
  /** Ticketmaster writes the city with spaces around it. */
  | 'stray-spaces'
  /** setlist.fm has no name for it. */
  | 'no-name'
  /** A field or a park: listings carry `place`. */
  | 'open-air'

export type ReleaseTrait =
  | 'studio'
  | 'deluxe'
  | 'remaster'
  | 'live'
  | 'best-of'
  | 'single'
  /** More than fifty tracks, so its tracks do not fit into one page. */
  | 'box-set'
  | 'various-artists'
  /** Cannot be played outside the US. */
  | 'us-only'

export type SetlistTrait =
  | 'empty-past'
  | 'empty-future'
  | 'several-encores'
  | 'named-sets'
  | 'tape'
  | 'medley'
  | 'cover'
  | 'guest'
  | 'song-info'
  | 'unnamed-song'
  | 'unnamed-tape'
  | 'no-tour'
  | 'festival'
  | 'never-recorded'
  | 'different-spelling'
  /** Not in the order played, or a part of it only; the info says so. */
  | 'incomplete'
