import { compareText } from './compare-text.ts'
import type { AlbumGroup, DiscographyEntry, World, WorldIndex, WorldRelease } from './world.ts'

/** Builds the look-ups of a world. */
export function indexWorld(world: Omit<World, 'index'>): WorldIndex {
  const releaseById = by(world.releases, (release) => release.id)
  return {
    artistById: by(world.artists, (artist) => artist.id),
    artistBySpotifyId: by(world.artists, (artist) => artist.spotifyId),
    artistByAttractionId: by(world.artists, (artist) => artist.attractionId),
    artistByMbid: by(world.artists, (artist) => artist.mbid),
    songById: by(world.songs, (song) => song.id),
    releaseById,
    trackById: by(world.tracks, (track) => track.id),
    tracksByIsrc: group(world.tracks, (track) => [track.isrc]),
    discographyByArtist: discographies(world, releaseById),
    venueById: by(world.venues, (venue) => venue.id),
    venueByTicketmasterId: by(world.venues, (venue) => venue.ticketmasterId),
    venueBySetlistfmId: by(world.venues, (venue) => venue.setlistfmId),
    showById: by(world.shows, (show) => show.id),
    showsByArtist: group(world.shows, (show) => show.lineup.map(({ artistId }) => artistId)),
    eventById: by(world.events, (event) => event.id),
    eventsByAttraction: group(world.events, (event) => event.attractionIds),
    eventsByVenue: group(world.events, (event) => [event.venueId]),
    eventsByShow: group(world.events, (event) => event.showIds),
    setlistById: by(world.setlists, (setlist) => setlist.id),
    setlistsByArtist: group(world.setlists, (setlist) => [setlist.artistId]),
    setlistsByVenue: group(world.setlists, (setlist) => [setlist.venueId]),
  }
}

function by<Item>(items: readonly Item[], key: (item: Item) => string | null): Map<string, Item> {
  const index = new Map<string, Item>()
  for (const item of items) {
    const found = key(item)
    if (found !== null) index.set(found, item)
  }
  return index
}

function group<Item>(items: readonly Item[], keys: (item: Item) => readonly string[]): Map<string, Item[]> {
  const index = new Map<string, Item[]>()
  for (const item of items) {
    for (const key of keys(item)) {
      const members = index.get(key)
      if (members === undefined) index.set(key, [item])
      else members.push(item)
    }
  }
  return index
}

const groupOrder: readonly AlbumGroup[] = ['album', 'single', 'compilation', 'appears_on']

function discographies(
  world: Omit<World, 'index'>,
  releaseById: ReadonlyMap<string, WorldRelease>,
): Map<string, DiscographyEntry[]> {
  const index = new Map<string, Map<string, DiscographyEntry>>()
  for (const track of world.tracks) {
    const release = releaseById.get(track.releaseId)!
    for (const artistId of track.artistIds) {
      const entries = index.get(artistId) ?? new Map<string, DiscographyEntry>()
      index.set(artistId, entries)
      entries.set(release.id, {
        release,
        group: release.artistIds.includes(artistId) ? release.type : 'appears_on',
      })
    }
  }
  const order = (a: DiscographyEntry, b: DiscographyEntry) =>
    groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group) ||
    compareText(b.release.date, a.release.date) ||
    compareText(a.release.id, b.release.id)
  return new Map([...index].map(([artistId, entries]) => [artistId, [...entries.values()].sort(order)]))
}
