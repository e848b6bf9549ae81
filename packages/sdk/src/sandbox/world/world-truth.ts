import { NotFoundError } from '../../core/errors.ts'
import type { ShowStatus, TrackKind, World, WorldBilling, WorldEvent } from './world.ts'

/** How an upcoming show can be found at Ticketmaster when one knows the attraction. */
export type Reach =
  /** In the attraction's events, without asking for anything more. */
  | 'listed'
  /** Only with `includeTBA` or `includeTBD`. */
  | 'undated'
  /** Listed without attractions: only by venue, name or place. */
  | 'without-attraction'
  /** Not listed at all. */
  | 'unlisted'

export interface TruthShow {
  readonly showId: string
  readonly localDate: string | null
  readonly localTime: string | null
  readonly venueId: string
  readonly role: WorldBilling['role']
  readonly status: ShowStatus
  readonly reach: Reach
  /** Every listing that sells this show, repeats included. */
  readonly eventIds: readonly string[]
  readonly setlistIds: readonly string[]
}

export interface TruthSong {
  readonly songId: string
  /** The base title. */
  readonly title: string
  readonly setlistfmTitle: string
  /** The kinds of recordings there are; empty for what was never recorded. */
  readonly kinds: readonly TrackKind[]
  readonly trackIds: readonly string[]
  readonly isrcs: readonly string[]
  /** The writer, for covers. */
  readonly coverOf: string | null
  /** Setlists of this artist that hold it. */
  readonly timesPlayed: number
}

/** What is true about one artist, whatever the services say. */
export interface WorldTruth {
  readonly artistId: string
  readonly name: string
  /** `null` where the service does not have the artist. setlist.fm and MusicBrainz share one id. */
  readonly ids: {
    readonly spotify: string | null
    readonly ticketmaster: string | null
    readonly musicbrainz: string | null
    readonly setlistfm: string | null
  }
  /** One entry for each evening, whatever number of listings sell it. A matinee is an evening of its own. */
  readonly shows: { readonly past: readonly TruthShow[]; readonly upcoming: readonly TruthShow[] }
  readonly songs: readonly TruthSong[]
  /** Ids at Spotify. */
  readonly releases: { readonly own: readonly string[]; readonly appearsOn: readonly string[] }
  /** Tracks on the artist's own releases. */
  readonly trackIds: readonly string[]
  /** Ids at setlist.fm, newest first. */
  readonly setlists: { readonly withSongs: readonly string[]; readonly empty: readonly string[] }
}

/**
 * Tells what is true about an artist, to compare with what an import has stored.
 *
 * @throws NotFoundError for an id that is not of this world.
 * @example
 * worldTruth(world, 'artist-1').shows.upcoming.length
 */
export function worldTruth(world: World, artistId: string): WorldTruth {
  const { index } = world
  const artist = index.artistById.get(artistId)
  if (artist === undefined) throw new NotFoundError(`The world has no artist '${artistId}'.`)
  const setlists = index.setlistsByArtist.get(artistId) ?? []
  const discography = index.discographyByArtist.get(artistId) ?? []
  const shows = (index.showsByArtist.get(artistId) ?? []).map((show): TruthShow => {
    const events = index.eventsByShow.get(show.id) ?? []
    return {
      showId: show.id,
      localDate: show.localDate,
      localTime: show.localTime,
      venueId: show.venueId,
      role: show.lineup.find((billing) => billing.artistId === artistId)!.role,
      status: show.status,
      reach: reachOf(events, artist.attractionId),
      eventIds: events.map((event) => event.id),
      setlistIds: setlists.filter((setlist) => setlist.showId === show.id).map((setlist) => setlist.id),
    }
  })
  const own = discography.filter(({ group }) => group !== 'appears_on').map(({ release }) => release)
  return {
    artistId,
    name: artist.name,
    ids: {
      spotify: artist.spotifyId,
      ticketmaster: artist.attractionId,
      musicbrainz: artist.onMusicbrainz ? artist.mbid : null,
      setlistfm: artist.onSetlistfm ? artist.mbid : null,
    },
    shows: {
      past: shows.filter((show) => show.status === 'played'),
      upcoming: shows.filter((show) => show.status !== 'played'),
    },
    songs: songsOf(world, artistId),
    releases: {
      own: own.map((release) => release.id),
      appearsOn: discography.filter(({ group }) => group === 'appears_on').map(({ release }) => release.id),
    },
    trackIds: own.flatMap((release) => release.trackIds),
    setlists: {
      withSongs: setlists.filter((setlist) => setlist.sets.length > 0).map((setlist) => setlist.id),
      empty: setlists.filter((setlist) => setlist.sets.length === 0).map((setlist) => setlist.id),
    },
  }
}

function reachOf(events: readonly WorldEvent[], attractionId: string | null): Reach {
  if (events.length === 0 || attractionId === null) return 'unlisted'
  const mine = events.filter((event) => event.attractionIds.includes(attractionId))
  if (mine.length === 0) return 'without-attraction'
  return mine.some((event) => !event.dateTBA && !event.dateTBD) ? 'listed' : 'undated'
}

function songsOf(world: World, artistId: string): TruthSong[] {
  const played = new Map<string, number>()
  for (const setlist of world.index.setlistsByArtist.get(artistId) ?? []) {
    const ids = new Set(setlist.sets.flatMap((set) => set.songs).flatMap((line) => line.songIds))
    for (const id of ids) played.set(id, (played.get(id) ?? 0) + 1)
  }
  const tracks = Map.groupBy(
    world.tracks.filter((track) => track.artistIds[0] === artistId),
    (track) => track.songId,
  )
  return world.songs
    .filter((song) => song.artistId === artistId)
    .map((song) => {
      const recordings = tracks.get(song.id) ?? []
      return {
        songId: song.id,
        title: song.title,
        setlistfmTitle: song.setlistfmTitle,
        kinds: [...new Set(recordings.map((track) => track.kind))],
        trackIds: recordings.map((track) => track.id),
        isrcs: [...new Set(recordings.map((track) => track.isrc))],
        coverOf: song.coverOf?.name ?? null,
        timesPlayed: played.get(song.id) ?? 0,
      }
    })
}
