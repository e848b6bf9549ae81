import type { List } from '@setvote/sdk'
import { createMusicbrainz } from '@setvote/sdk/musicbrainz'
import { createSetlistfm } from '@setvote/sdk/setlistfm'
import { createSpotify } from '@setvote/sdk/spotify'
import { fakeClock } from '@setvote/sdk/testing'
import { createTicketmaster } from '@setvote/sdk/ticketmaster'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from './support/outcome.ts'

/** What services have claimed there is, and what they could claim. */
const totals = [10_000, 173_216, 4e9, 2 ** 53 - 1]

const wanted = 300
const mostRequests = 3000

const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

/** A service that has one page, and gives it whatever is asked for. */
function repeating(page: unknown) {
  let requests = 0
  const answer: typeof fetch = async (input, init) => {
    const isToken = new Request(input, init).url.includes('/api/token')
    if (!isToken && ++requests > mostRequests) throw new TypeError('enough')
    return json(isToken ? { access_token: 'x', token_type: 'Bearer', expires_in: 3600 } : page)
  }
  const options = {
    fetch: answer,
    limits: { perSecond: null, perDay: null },
    clock: fakeClock('2026-11-21T12:00:00Z', { auto: true }),
  }
  return { options, requests: () => requests }
}

const id = '7Ln80lUS6He07XvHI8qqHH'
const mbid = 'e01646f2-2a04-450d-8bf2-0d993082e058'
const app = { name: 'Velvet', version: '1.0.0', contact: 'ops@example.org' }
type Options = ReturnType<typeof repeating>['options']
const spotify = (options: Options) =>
  createSpotify({ clientId: 'a', clientSecret: 'b', tier: 'extended', ...options })
const ticketmaster = (options: Options) => createTicketmaster({ apiKey: 'k', ...options })
const setlistfm = (options: Options) => createSetlistfm({ apiKey: 'k', ...options })

interface Endless {
  readonly name: string
  readonly list: (options: Options) => List<unknown>
  readonly page: (total: number) => unknown
}

const since = new Date('2026-01-01T00:00:00Z')
const setlists = Array.from({ length: 20 }, (_, index) => ({ id: `63de${index + 10}`, versionId: 'a' }))
const events = Array.from({ length: 200 }, (_, index) => ({
  id: `v${index}`,
  name: 'Evening',
  dates: { start: { dateTime: new Date(Date.UTC(2027, 0, 1 + index)).toISOString() } },
}))
const eventPage = (items: readonly unknown[]) => (total: number) => ({
  _embedded: { events: items },
  page: { totalElements: total, size: 200, totalPages: 1, number: 0 },
})

const lists: readonly Endless[] = [
  {
    name: 'albums of Spotify',
    list: (options) => spotify(options).artistAlbums(id),
    page: (total) => ({ items: [{ id, name: 'AM' }], total, limit: 50 }),
  },
  {
    name: 'albums of Spotify, all of them gone',
    list: (options) => spotify(options).artistAlbums(id),
    page: (total) => ({ items: [null, null], total, limit: 50 }),
  },
  {
    name: 'a search of Spotify',
    list: (options) => spotify(options).searchTracks('x'),
    page: (total) => ({ tracks: { items: [null], total } }),
  },
  {
    name: 'events of Ticketmaster',
    list: (options) => ticketmaster(options).events({}),
    page: eventPage(events),
  },
  {
    name: 'every event of an attraction',
    list: (options) => ticketmaster(options).attractionEvents('K8vZ917'),
    page: eventPage(events),
  },
  {
    name: 'every event of an attraction, all at one second',
    list: (options) => ticketmaster(options).attractionEvents('K8vZ917'),
    page: eventPage(events.map((event) => ({ ...event, dates: events[0]!.dates }))),
  },
  {
    name: 'setlists of an artist',
    list: (options) => setlistfm(options).artistSetlists(mbid),
    page: (total) => ({ setlist: setlists, total, itemsPerPage: 20, page: 1 }),
  },
  {
    name: 'edited setlists',
    list: (options) => setlistfm(options).updatedSetlists({ since }),
    page: (total) => ({ setlist: setlists, total, itemsPerPage: 20, page: 1 }),
  },
  {
    name: 'artists of MusicBrainz',
    list: (options) => createMusicbrainz({ app, ...options }).searchArtists('x'),
    page: (count) => ({ artists: [{ id: mbid, name: 'x' }], count }),
  },
]

describe('a list that repeats itself and claims to go on', () => {
  it.each(lists.flatMap((each) => totals.map((total) => ({ ...each, total }))))(
    'comes to an end: $name of $total',
    async ({ list, page, total }) => {
      const { options, requests } = repeating(page(total))
      const outcome = await outcomeOf(() => list(options).toArray({ limit: wanted }), 'the list')
      expect(requests()).toBeLessThanOrEqual(mostRequests)
      if ('value' in outcome) expect((outcome.value as unknown[]).length).toBeLessThanOrEqual(wanted)
    },
  )
})
