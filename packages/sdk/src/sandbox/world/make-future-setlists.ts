import { addDays } from './calendar.ts'
import type { PlannedShow } from './make-upcoming.ts'
import { setlistTraits } from './setlist-traits.ts'
import type { Workshop } from './workshop.ts'
import type { WorldArtist, WorldSetlist } from './world.ts'

/** setlist.fm announces some upcoming shows; such a setlist is empty. */
export function makeFutureSetlists(
  shop: Workshop,
  planned: readonly PlannedShow[],
  artistById: ReadonlyMap<string, WorldArtist>,
): WorldSetlist[] {
  const random = shop.random.fork('future setlists')
  return planned.flatMap(({ show }) => {
    const date = show.localDate
    const artist = artistById.get(show.lineup[0]!.artistId)!
    const announced = random.chance(artist.traits.includes('headliner') ? 0.3 : 0.15)
    if (date === null || show.status !== 'scheduled' || !announced) return []
    const setlist = {
      id: shop.ids.setlistfm(),
      versionId: shop.ids.version(),
      artistId: artist.id,
      showId: show.id,
      venueId: show.venueId,
      date,
      lastUpdatedAt: `${addDays(shop.today, -random.int(2, 60))}T18:00:00.000Z`,
      tourName: show.tourName,
      info: null,
      sets: [],
    }
    const facts = {
      today: shop.today,
      festival: show.kind === 'festival',
      songById: () => {
        throw new Error('An empty setlist has no songs.')
      },
    }
    return [{ ...setlist, traits: setlistTraits(setlist, facts) }]
  })
}
