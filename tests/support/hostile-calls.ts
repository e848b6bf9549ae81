import type { Setvote } from '@setvote/sdk'
import { artistDraft, songDraft, venueDraft } from '@setvote/sdk/conformance'
import type { Concert } from './concert.ts'
import { hostileInstants, hostileNumbers, hostileTexts, noTexts } from './hostile-values.ts'

/** A call with one bad value in it. What the types forbid comes from JavaScript, or from a request's body. */
type Call = (setvote: Setvote, concert: Concert, bad: never) => unknown

const fanId = 'fan'

/** Calls with a bad value where an id belongs. */
const withId: Record<string, Call> = {
  'votes.cast fanId': ({ votes }, { songs }, bad) => votes.cast({ fanId: bad, setlistSongId: songs[0]! }),
  'votes.cast setlistSongId': ({ votes }, _, bad) => votes.cast({ fanId, setlistSongId: bad }),
  'votes.cast deviceKey': ({ votes }, { songs }, bad) =>
    votes.cast({ fanId, setlistSongId: songs[1]!, deviceKey: bad }),
  'votes.cast timeZone': ({ votes }, { songs }, bad) =>
    votes.cast({ fanId, setlistSongId: songs[2]!, timeZone: bad }),
  'votes.castMany fanId': ({ votes }, { songs }, bad) =>
    votes.castMany([
      { fanId: 'other', setlistSongId: songs[0]! },
      { fanId: bad, setlistSongId: songs[1]! },
    ]),
  'votes.castMany setlistSongId': ({ votes }, { songs }, bad) =>
    votes.castMany([
      { fanId, setlistSongId: bad },
      { fanId, setlistSongId: songs[3]! },
    ]),
  'votes.castMany ballot': ({ votes }, _, bad) => votes.castMany([bad]),
  'votes.castMany list': ({ votes }, _, bad) => votes.castMany(bad),
  'votes.retract fanId': ({ votes }, { songs }, bad) =>
    votes.retract({ fanId: bad, setlistSongId: songs[0]! }),
  'votes.retract setlistSongId': ({ votes }, _, bad) => votes.retract({ fanId, setlistSongId: bad }),
  'votes.castBy fanId': ({ votes }, { showId }, bad) => votes.castBy({ fanId: bad, showId }),
  'votes.castBy showId': ({ votes }, _, bad) => votes.castBy({ fanId, showId: bad }),
  'votes.tally': ({ votes }, _, bad) => votes.tally(bad),
  'votes.spent fanId': ({ votes }, { songs }, bad) => votes.spent({ fanId: bad, setlistSongId: songs[0]! }),
  'votes.spent setlistSongId': ({ votes }, _, bad) => votes.spent({ fanId, setlistSongId: bad }),
  'votes.stats showId': ({ votes }, _, bad) => votes.stats({ showId: bad }),
  'votes.stats artistId': ({ votes }, _, bad) => votes.stats({ artistId: bad }),
  'votes.leaderboard showId': ({ votes }, _, bad) => votes.leaderboard({ showId: bad }),
  'votes.leaderboard artistId': ({ votes }, _, bad) => votes.leaderboard({ artistId: bad }),
  'votes.lock': ({ votes }, _, bad) => votes.lock(bad, null),
  'votes.quarantine fanId': ({ votes }, { songs }, bad) =>
    votes.quarantine([{ fanId: bad, setlistSongId: songs[0]! }], 'looks bought'),
  'votes.quarantine reason': ({ votes }, { songs }, bad) =>
    votes.quarantine([{ fanId, setlistSongId: songs[0]! }], bad),
  'votes.release': ({ votes }, _, bad) => votes.release([{ fanId, setlistSongId: bad }]),
  'trending.explain': ({ trending }, _, bad) => trending.explain(bad),
  'trending.explain kind': ({ trending }, { artistId }, bad) => trending.explain(artistId, { kind: bad }),
  'trending.history': ({ trending }, _, bad) => trending.history(bad),
  'prediction.predict': ({ prediction }, _, bad) => prediction.predict(bad),
  'prediction.setlistFor': ({ prediction }, _, bad) => prediction.setlistFor(bad),
  'prediction.compare': ({ prediction }, _, bad) => prediction.compare(bad),
  'prediction.compare fanId': ({ prediction }, { showId }, bad) => prediction.compare(showId, { fanId: bad }),
  'fans.find': ({ fans }, _, bad) => fans.find(bad),
  'fans.get': ({ fans }, _, bad) => fans.get(bad),
  'fans.save id': ({ fans }, _, bad) => fans.save(bad, { displayName: 'Ada' }),
  'fans.save profile': ({ fans }, _, bad) => fans.save(fanId, bad),
  'fans.save displayName': ({ fans }, _, bad) => fans.save(fanId, { displayName: bad }),
  'fans.save email': ({ fans }, _, bad) => fans.save(fanId, { email: bad }),
  'fans.save timeZone': ({ fans }, _, bad) => fans.save(fanId, { timeZone: bad }),
  'fans.preferences': ({ fans }, _, bad) => fans.preferences(bad),
  'fans.savePreferences': ({ fans }, _, bad) => fans.savePreferences(fanId, bad),
  'fans.follow fanId': ({ fans }, { artistId }, bad) => fans.follow({ fanId: bad, artistId }),
  'fans.follow artistId': ({ fans }, _, bad) => fans.follow({ fanId, artistId: bad }),
  'fans.unfollow artistId': ({ fans }, _, bad) => fans.unfollow({ fanId, artistId: bad }),
  'fans.follows': ({ fans }, _, bad) => fans.follows(bad).toArray({ limit: 5 }),
  'fans.attend showId': ({ fans }, _, bad) => fans.attend({ fanId, showId: bad, attendance: 'going' }),
  'fans.attend attendance': ({ fans }, { showId }, bad) => fans.attend({ fanId, showId, attendance: bad }),
  'fans.review venueId': ({ fans }, _, bad) => fans.review({ fanId, venueId: bad, rating: 5 }),
  'fans.review text': ({ fans }, _, bad) => fans.review({ fanId, venueId: 'venue', rating: 5, text: bad }),
  'fans.reviews': ({ fans }, _, bad) => fans.reviews(bad).toArray({ limit: 5 }),
  'fans.counts artistId': ({ fans }, _, bad) => fans.counts({ artistId: bad }),
  'fans.counts showId': ({ fans }, _, bad) => fans.counts({ showId: bad }),
  'fans.counts venueId': ({ fans }, _, bad) => fans.counts({ venueId: bad }),
  'fans.remove': ({ fans }, _, bad) => fans.remove(bad),
  'artists.find': ({ artists }, _, bad) => artists.find(bad),
  'artists.get': ({ artists }, _, bad) => artists.get(bad),
  'artists.find external': ({ artists }, _, bad) => artists.find({ service: 'spotify', id: bad }),
  'artists.find service': ({ artists }, _, bad) => artists.find({ service: bad, id: 'x' }),
  'artists.list search': ({ artists }, _, bad) => artists.list({ search: bad }).toArray({ limit: 5 }),
  'venues.list city': ({ venues }, _, bad) => venues.list({ city: bad }).toArray({ limit: 5 }),
  'venues.list countryCode': ({ venues }, _, bad) => venues.list({ countryCode: bad }).toArray({ limit: 5 }),
  'shows.list artistId': ({ shows }, _, bad) => shows.list({ artistId: bad }).toArray({ limit: 5 }),
  'shows.list from': ({ shows }, _, bad) => shows.list({ from: bad }).toArray({ limit: 5 }),
  'shows.list statuses': ({ shows }, _, bad) => shows.list({ statuses: [bad] }).toArray({ limit: 5 }),
  'shows.list order': ({ shows }, _, bad) => shows.list({ order: bad }).toArray({ limit: 5 }),
  'shows.upcoming': ({ shows }, _, bad) => shows.upcoming(bad).toArray({ limit: 5 }),
  'shows.past': ({ shows }, _, bad) => shows.past(bad).toArray({ limit: 5 }),
  'songs.list artistId': ({ songs }, _, bad) => songs.list({ artistId: bad }).toArray({ limit: 5 }),
  'songs.list search': ({ songs }, _, bad) => songs.list({ search: bad }).toArray({ limit: 5 }),
  'setlists.list showId': ({ setlists }, _, bad) => setlists.list({ showId: bad }).toArray({ limit: 5 }),
  'setlists.list kinds': ({ setlists }, _, bad) => setlists.list({ kinds: [bad] }).toArray({ limit: 5 }),
  'list cursor': ({ artists }, _, bad) => Array.fromAsync(artists.list().pages({ from: bad })),
  'imports.get': ({ imports }, _, bad) => imports.get(bad),
  'artist name': ({ storage }, _, bad) => storage.artists.save(artistDraft({ name: bad })),
  'venue city': ({ storage }, _, bad) => storage.venues.save(venueDraft({ id: 'venue', city: bad })),
  'song title': ({ storage }, { artistId }, bad) => storage.songs.save(songDraft({ artistId, title: bad })),
}

const withNumber: Record<string, Call> = {
  'votes.leaderboard limit': ({ votes }, _, bad) => votes.leaderboard({ limit: bad }),
  'votes.stats top': ({ votes }, _, bad) => votes.stats({ top: bad }),
  'trending.artists limit': ({ trending }, _, bad) => trending.artists({ limit: bad }),
  'trending.shows limit': ({ trending }, _, bad) => trending.shows({ limit: bad }),
  'fans.review rating': ({ fans }, _, bad) => fans.review({ fanId, venueId: 'venue', rating: bad }),
  'artists.list limit': ({ artists }, _, bad) => artists.list({ limit: bad }).toArray({ limit: 5 }),
  'shows.list limit': ({ shows }, _, bad) => shows.list({ limit: bad }).toArray({ limit: 5 }),
  'setlists.list toArray': ({ setlists }, _, bad) => setlists.list().toArray({ limit: bad }),
  'fans.follows toArray': ({ fans }, _, bad) => fans.follows(fanId).toArray({ limit: bad }),
  'venues.list near': ({ venues }, _, bad) =>
    venues.list({ near: { latitude: bad, longitude: 0, radiusKm: 1 } }).toArray({ limit: 5 }),
  'venues.list radius': ({ venues }, _, bad) =>
    venues.list({ near: { latitude: 0, longitude: 0, radiusKm: bad } }).toArray({ limit: 5 }),
}

const withInstant: Record<string, Call> = {
  'votes.leaderboard from': ({ votes }, _, bad) => votes.leaderboard({ from: bad }),
  'votes.stats from': ({ votes }, _, bad) => votes.stats({ from: bad }),
  'votes.stats to': ({ votes }, _, bad) => votes.stats({ to: bad }),
  'votes.lock at': ({ votes }, { showId }, bad) => votes.lock(showId, bad),
  'trending.history since': ({ trending }, { artistId }, bad) => trending.history(artistId, { since: bad }),
  'artists.list syncedBefore': ({ artists }, _, bad) =>
    artists.list({ syncedBefore: bad }).toArray({ limit: 5 }),
}

export interface HostileCall {
  readonly name: string
  make(setvote: Setvote, concert: Concert): Promise<unknown>
}

const spread = (calls: Record<string, Call>, values: readonly unknown[]): HostileCall[] =>
  Object.entries(calls).flatMap(([name, call]) =>
    values.map((bad) => ({
      name: `${name}: ${describeValue(bad)}`,
      make: async (setvote: Setvote, concert: Concert) => call(setvote, concert, bad as never),
    })),
  )

export const hostileCalls: readonly HostileCall[] = [
  ...spread(withId, [...hostileTexts, ...noTexts]),
  ...spread(withNumber, hostileNumbers),
  ...spread(withInstant, hostileInstants),
]

function describeValue(value: unknown): string {
  if (value instanceof Date) return `Date ${value.getTime()}`
  const text = typeof value === 'object' ? JSON.stringify(value) : `${typeof value} ${String(value)}`
  return text.length > 50 ? `${text.slice(0, 40)}… of ${text.length}` : text
}
