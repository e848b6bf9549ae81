import type { Discography } from './make-discography.ts'
import type { Workshop } from './workshop.ts'
import type { WorldArtist, WorldRelease, WorldTrack } from './world.ts'

/** Releases of various artists, where the artists of this world appear with recordings already out. */
export function makeCompilations(
  shop: Workshop,
  artists: readonly WorldArtist[],
  discographies: readonly Discography[],
): { releases: WorldRelease[]; tracks: WorldTrack[] } {
  const random = shop.random.fork('compilations')
  const faker = shop.faker(random)
  const headliner = artists[0]!
  const hits = new Map<string, WorldTrack>()
  for (const { tracks } of discographies) {
    for (const track of tracks) {
      const best = hits.get(track.artistIds[0]!)
      if (track.kind !== 'studio' || (best !== undefined && best.popularity >= track.popularity)) continue
      hits.set(track.artistIds[0]!, track)
    }
  }
  const others = [...hits.keys()].filter((id) => id !== headliner.id)
  const titles = [
    'Harbor Nights: The Festival Album',
    'Songs From the Pier (Original Soundtrack)',
    'Now and Then 40',
  ]

  const releases: WorldRelease[] = []
  const tracks: WorldTrack[] = []
  for (const [at, title] of titles.entries()) {
    const members = [...(hits.has(headliner.id) ? [headliner.id] : []), ...random.sample(others, 12)]
    if (members.length === 0) break
    const releaseId = shop.ids.spotify()
    const trackIds = members.map((artistId, position) => {
      const original = hits.get(artistId)!
      const track = {
        ...original,
        id: shop.ids.spotify(),
        releaseId,
        disc: 1,
        number: position + 1,
        popularity: 9,
      }
      tracks.push(track)
      return track.id
    })
    releases.push({
      id: releaseId,
      title,
      type: 'compilation',
      artistIds: [],
      date: `${Number(shop.today.slice(0, 4)) - 1 - at}-06-01`,
      precision: 'day',
      upc: shop.ids.upc(),
      label: `${faker.person.lastName()} Music`,
      trackIds,
      traits: at === 0 ? ['various-artists', 'us-only'] : ['various-artists'],
    })
  }
  return { releases, tracks }
}
