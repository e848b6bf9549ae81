import type { SpotifyTier, World } from '@setvote/sdk/sandbox'

export type ServiceCalls = Readonly<Record<'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz', number>>

export interface FewestCalls {
  readonly calls: ServiceCalls
  /** What these calls bring, by the names of the ledger's lines. */
  readonly stored: Readonly<Record<string, number>>
}

/** Things in one answer, by what the services allow. */
const perPage = {
  /** Entries of an artist's list of releases. */
  listed: { development: 10, legacy: 50, extended: 50 },
  /** Releases by id in one request; an app of the development tier asks for each. */
  releases: { development: 1, legacy: 20, extended: 20 },
  /** Tracks that come with a release, and in each further page of its tracks. */
  tracksOfRelease: 50,
  /** Full tracks by id in one request. */
  tracks: 50,
  events: 200,
  setlists: 20,
} as const

/** What these imports read: the artist's own releases. */
export const releaseGroups = ['album', 'single', 'compilation'] as const

/**
 * The fewest calls that can bring everything about the first artist of a world, worked out from the world itself and
 * from what one answer of each service can hold, not from how an import goes about it.
 */
export function fewestCalls(world: World, tier: SpotifyTier): FewestCalls {
  const artist = world.artists[0]!
  const releases = (world.index.discographyByArtist.get(artist.id) ?? [])
    .filter(({ group }) => releaseGroups.some((wanted) => wanted === group))
    .map(({ release }) => release)
  const tracks = releases.reduce((sum, { trackIds }) => sum + trackIds.length, 0)

  // One call for the artist, by id or by a search that answers whole artists.
  // The releases, page by page, say only their ids; each release brings its first 50 tracks, and as many more calls
  // as it has further pages of 50. Where batches are allowed, ISRC and popularity are known only to full tracks.
  const furtherPages = releases.reduce(
    (sum, { trackIds }) => sum + Math.max(0, Math.ceil(trackIds.length / perPage.tracksOfRelease) - 1),
    0,
  )
  const spotify =
    1 +
    Math.max(1, Math.ceil(releases.length / perPage.listed[tier])) +
    Math.ceil(releases.length / perPage.releases[tier]) +
    furtherPages +
    (tier === 'development' ? 0 : Math.ceil(tracks / perPage.tracks))

  // One call for the attraction, by id or by search. Events with a day, in pages of 200. Those to be announced and
  // those to be decided are in no search by day and cannot be asked for together: one call each tells whether there
  // are any.
  const events = world.index.eventsByAttraction.get(artist.attractionId!) ?? []
  const unannounced = events.filter(({ dateTBA }) => dateTBA).length
  const undecided = events.filter(({ dateTBD, dateTBA }) => dateTBD && !dateTBA).length
  const pagesOf = (count: number) => Math.max(1, Math.ceil(count / perPage.events))
  const ticketmaster =
    1 + pagesOf(events.length - unannounced - undecided) + pagesOf(unannounced) + pagesOf(undecided)

  // Every setlist names its artist, so nothing but the pages of 20 is needed.
  const setlists = world.index.setlistsByArtist.get(artist.id) ?? []
  const setlistfm = Math.max(1, Math.ceil(setlists.length / perPage.setlists))

  // The artist, by the id that Ticketmaster's answer holds.
  const musicbrainz = 1

  return {
    calls: { spotify, ticketmaster, setlistfm, musicbrainz },
    stored: {
      'releases at spotify': releases.length,
      'tracks at spotify': tracks,
      'shows at ticketmaster': events.length,
      'setlists at setlistfm': setlists.length,
    },
  }
}
