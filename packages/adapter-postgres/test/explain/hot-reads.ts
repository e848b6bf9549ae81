import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  type ArtistQuery,
  defaultTrendingOptions,
  type SetlistQuery,
  type ShowQuery,
  type SongQuery,
  type Storage,
  type VenueQuery,
} from '@setvote/sdk/storage'
import { toCursor, toQueryName } from '../../src/contract/cursor.ts'
import { nameOf } from './fill-million.ts'

/** Somebody with much of everything, and somebody with next to nothing. */
const artists = [nameOf('art', 5), nameOf('art', 500_000)]
const shows = [nameOf('sho', 5), nameOf('sho', 500_000)]
const venues = [nameOf('ven', 5), nameOf('ven', 150_000)]
const setlists = [nameOf('set', 5), nameOf('set', 200_000)]
const fans = [nameOf('fan', 5), nameOf('fan', 200_001)]
const songs = [nameOf('sls', 5), nameOf('sls', 500_000)]

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000)
const day = (days: number) => daysFromNow(days).toISOString().slice(0, 10)

type Read = (storage: Storage) => Promise<unknown>

/** Asks for each, one after the other. */
const each =
  (ids: readonly string[], read: (storage: Storage, id: string) => Promise<unknown>): Read =>
  async (storage) => {
    for (const id of ids) await read(storage, id)
  }

interface Listed {
  readonly nextCursor: string | null
}

/** Three pages of a list, as far as it goes. */
const paging =
  (list: (storage: Storage, page: { limit: number; cursor: string | null }) => Promise<Listed>): Read =>
  async (storage) => {
    let cursor: string | null = null
    for (let page = 0; page < 3; page++) {
      cursor = (await list(storage, { limit: 30, cursor })).nextCursor
      if (cursor === null) return
    }
  }

const artistLists: readonly ArtistQuery[] = [
  {},
  { search: 'velvet' },
  { search: 'lantern static 77' },
  { search: 'velvét harb' },
  { search: 'zzzz' },
  { search: '999' },
  { syncedBefore: daysFromNow(-20) },
  { syncedBefore: daysFromNow(1) },
  { syncedBefore: daysFromNow(-0.92) },
]
const showLists: readonly ShowQuery[] = [
  {},
  { order: 'descending' },
  { from: day(0) },
  { from: day(-7), to: day(30) },
  { to: day(0), order: 'descending' },
  { statuses: ['cancelled'] },
  ...artists.flatMap((artistId): ShowQuery[] => [
    { artistId },
    { artistId, from: day(0) },
    { artistId, to: day(0), order: 'descending' },
    { artistId, statuses: ['scheduled'] },
  ]),
  ...venues.flatMap((venueId): ShowQuery[] => [
    { venueId },
    { venueId, from: day(0) },
    { venueId, to: day(0), order: 'descending' },
  ]),
  { venueId: venues[0]!, artistId: artists[0]! },
]
const songLists: readonly SongQuery[] = [
  {},
  { kinds: ['live'] },
  { search: 'lantern 4711' },
  { search: 'tide' },
  ...artists.flatMap((artistId): SongQuery[] => [
    { artistId },
    { artistId, kinds: ['live'] },
    { artistId, search: 'tide' },
  ]),
]
const setlistLists: readonly SetlistQuery[] = [
  {},
  { from: day(-30) },
  { kinds: ['actual'], order: 'descending' },
  ...artists.flatMap((artistId): SetlistQuery[] => [
    { artistId },
    { artistId, kinds: ['actual'], order: 'descending' },
    { artistId, to: day(0) },
  ]),
  ...shows.flatMap((showId): SetlistQuery[] => [{ showId }, { showId, kinds: ['predicted'] }]),
  ...shows.map((showId, index) => ({ showId, artistId: artists[index]! })),
  ...fans.map((fanId) => ({ fanId })),
]
const venueLists: readonly VenueQuery[] = [
  {},
  { search: 'the lantern 77' },
  { city: 'city 77' },
  { city: 'city 77', countryCode: 'US' },
  { countryCode: 'US' },
  { near: { latitude: 52.5, longitude: 13.4, radiusKm: 50 } },
  { near: { latitude: 0, longitude: 179.9, radiusKm: 100 } },
]

/** The same on every day. */
const conditionsOf = (query: object) =>
  Object.entries(query)
    .map(([name, value]) => (typeof value === 'string' && !/^\d/.test(value) ? `${name} ${value}` : name))
    .join(', ') || 'all'

const listed = <Query extends object>(
  name: string,
  queries: readonly Query[],
  list: (storage: Storage, query: Query & { limit: number; cursor: string | null }) => Promise<Listed>,
): [string, Read][] =>
  queries.map((query) => [
    `${name}: ${conditionsOf(query)}`,
    paging((storage, page) => list(storage, { ...query, ...page })),
  ])

/** What an app asks all the time, by what it is called. */
export const hotReads: readonly (readonly [name: string, read: Read])[] = [
  [
    'things by id',
    async (storage) => {
      await storage.artists.findMany(artists)
      await storage.venues.find(venues[0]!)
      await storage.shows.findMany(shows)
      await storage.setlists.findMany(setlists)
      await storage.songs.find(nameOf('son', 7))
    },
  ],
  [
    'things by external id',
    async (storage) => {
      const ids = Array.from({ length: 40 }, (_, index) => ({
        service: 'spotify' as const,
        id: `abc${index}`,
      }))
      for (const count of [1, 40]) {
        await storage.artists.findMany(ids.slice(0, count))
        await storage.songs.findMany(ids.slice(0, count))
        await storage.shows.findMany(ids.slice(0, count))
      }
      // Of the fourth song, as the world has it.
      const found = await storage.songs.find({
        service: 'musicbrainz',
        id: createHash('md5').update('4').digest('hex'),
      })
      assert.equal(found?.id, nameOf('son', 4))
    },
  ],
  ...listed('artists', artistLists, (storage, query) => storage.artists.list(query)),
  ...listed('shows', showLists, (storage, query) => storage.shows.list(query)),
  [
    'things without a day, in the end of a list',
    async (storage) => {
      const from = (list: string) => ({
        limit: 30,
        cursor: toCursor(toQueryName(list, {}), [null, `${list.slice(0, 3)}8`]),
      })
      await storage.shows.list(from('shows'))
      await storage.setlists.list(from('setlists'))
    },
  ],
  ...listed('songs', songLists, (storage, query) => storage.songs.list(query)),
  ...listed('setlists', setlistLists, (storage, query) => storage.setlists.list(query)),
  ...listed('venues', venueLists, (storage, query) => storage.venues.list(query)),

  ['tallies of shows', each(shows, (storage, showId) => storage.votes.tally({ showId }))],
  ['tallies of setlists', each(setlists, (storage, setlistId) => storage.votes.tally({ setlistId }))],
  ['what a fan voted', each(fans, (storage, fanId) => storage.votes.castBy({ fanId, showId: shows[0]! }))],
  ['what a fan has spent', each(fans, (storage, fanId) => storage.votes.spent({ fanId, day: day(0) }))],
  ['where songs stand', (storage) => storage.votes.setlistsOf(songs)],
  ['statistics of a show', each(shows, (storage, showId) => storage.votes.stats({ showId }))],

  [
    'boards',
    async (storage) => {
      await storage.trending.top({ kind: 'artists', limit: 50 })
      await storage.trending.top({ kind: 'shows', limit: 50 })
    },
  ],
  [
    'score histories',
    each(artists, (storage, id) =>
      storage.trending.history({ kind: 'artists', id, since: daysFromNow(-30) }),
    ),
  ],
  [
    'factors of artists',
    each(artists, (storage, id) =>
      storage.trending.factors({ kind: 'artists', id, at: new Date(), options: defaultTrendingOptions }),
    ),
  ],
  [
    'factors of shows',
    each(shows, (storage, id) =>
      storage.trending.factors({ kind: 'shows', id, at: new Date(), options: defaultTrendingOptions }),
    ),
  ],

  ['fans', each(fans, (storage, id) => storage.fans.find(id))],
  ...fans.map((fanId): [string, Read] => [
    `follows of ${fanId}`,
    paging((storage, page) => storage.fans.follows({ fanId, ...page })),
  ]),
  ...venues.map((venueId): [string, Read] => [
    `reviews of ${venueId}`,
    paging((storage, page) => storage.fans.reviews({ venueId, ...page })),
  ]),
  [
    'counts',
    async (storage) => {
      await storage.fans.counts({ artistId: artists[0]! })
      await storage.fans.counts({ showId: shows[0]! })
      await storage.fans.counts({ venueId: venues[0]! })
    },
  ],

  [
    'import runs',
    each([nameOf('run', 1), nameOf('run', 2)], async (storage, id) => {
      await storage.imports.find(id)
      await storage.imports.progressAfter({ runId: id, sequence: 1 })
    }),
  ],
  ...listed(
    'import runs',
    [
      {},
      { artistId: artists[0]! },
      { artistId: artists[1]! },
      { statuses: ['running'] as const },
      { leaseExpiredAt: new Date() },
    ],
    (storage, query) => storage.imports.list(query),
  ),

  [
    'jobs',
    async (storage) => {
      await storage.jobs.recent({})
      await storage.jobs.recent({ job: 'job 3' })
      await storage.jobs.pausedJobs()
    },
  ],
  [
    'health of the system',
    async (storage) => {
      await storage.ops.healthSamples({ since: daysFromNow(-1) })
      await storage.ops.healthSamples({ since: daysFromNow(-1), component: 'spotify' })
    },
  ],
  ['metrics of a job', (storage) => storage.jobs.metrics({ job: 'job 3', since: daysFromNow(-7) })],
  [
    'settings',
    async (storage) => {
      await storage.settings.get('votes.perDay')
      await storage.settings.list('votes.')
    },
  ],
  ['statistics of an artist', each(artists, (storage, artistId) => storage.votes.stats({ artistId }))],
  ['statistics of the last hour', (storage) => storage.votes.stats({ from: daysFromNow(-1 / 24) })],
  ['voting sheets', each(shows, (storage, showId) => storage.votes.sheet({ showId, fanId: 'fan' }))],
]
