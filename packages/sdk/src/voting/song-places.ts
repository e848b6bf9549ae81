import { LRUCache } from 'lru-cache'
import type { Clock } from '../core/clock.ts'
import { createBatcher } from '../core/create-batcher.ts'
import { minutes } from '../core/duration.ts'
import { createSingleFlight } from '../core/single-flight.ts'
import type { EntityId } from '../domain/entity.ts'
import { isTimeZone } from '../domain/local-day.ts'
import { isVotableSetlistSong, type Setlist } from '../domain/setlist.ts'
import type { VotingStorage } from './voting-storage.ts'

/** Where a setlist song stands. */
export interface SongPlace {
  readonly setlistId: EntityId
  readonly showId: EntityId
  /** Of the show, else of its venue, else UTC. */
  readonly timeZone: string
  /** How many songs of the setlist can be voted for. */
  readonly votableSongs: number
}

/** Where songs stand, remembered for a minute: a show of 25 songs is looked up once, not once per ballot. */
export interface SongPlaces {
  /** Null when there is no such setlist song. */
  find(setlistSongId: EntityId): Promise<SongPlace | null>
}

export function createSongPlaces(storage: VotingStorage, clock: Clock): SongPlaces {
  const known = new LRUCache<EntityId, SongPlace>({
    max: 50_000,
    ttl: minutes(1),
    ttlResolution: 0,
    // Zero means "not set" to lru-cache.
    perf: { now: () => Math.max(1, clock.now().getTime()) },
  })
  const setlistIds = createBatcher({ send: (ids: readonly EntityId[]) => storage.votes.setlistsOf(ids) })
  const loadOnce = createSingleFlight<SongPlace | null>()

  async function load(setlistId: EntityId): Promise<SongPlace | null> {
    const setlist = await storage.setlists.find(setlistId)
    if (!setlist) return null
    const place = {
      setlistId,
      showId: setlist.showId,
      timeZone: await timeZoneOf(storage, setlist),
      votableSongs: setlist.songs.filter(isVotableSetlistSong).length,
    }
    for (const { id } of setlist.songs) known.set(id, place)
    return place
  }

  return {
    async find(setlistSongId) {
      const place = known.get(setlistSongId)
      if (place) return place
      const setlistId = await setlistIds.add(setlistSongId)
      return setlistId === null ? null : loadOnce(setlistId, () => load(setlistId))
    },
  }
}

async function timeZoneOf({ shows, venues }: VotingStorage, { showId }: Setlist): Promise<string> {
  const show = await shows.find(showId)
  if (isTimeZone(show?.timeZone)) return show.timeZone
  const venue = show?.venueId ? await venues.find(show.venueId) : null
  return isTimeZone(venue?.timeZone) ? venue.timeZone : 'UTC'
}
