import { createSetvote } from '@setvote/sdk'
import {
  allJobs,
  calculateTrending,
  findJob,
  getJob,
  syncArtistData,
  syncArtistImages,
  trendingArtistSync,
  updateActiveArtists,
} from '@setvote/sdk/jobs'
import type { Artist } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { type JobStage, openJobs } from './support/open-jobs.ts'

const hours = (count: number) => count * 3_600_000

/** Imports the artists of the sandbox at these places. */
async function stageWith(places: readonly number[], budgets = {}): Promise<JobStage & { artists: Artist[] }> {
  const stage = openJobs()
  const artists: Artist[] = []
  for (const place of places) artists.push(await stage.importArtist(place))
  stage.sandbox.reset()
  await stage.clock.advance(hours(30))
  const limited = Object.keys(budgets).length > 0 ? stage.reopen(budgets) : stage
  return { ...limited, artists }
}

describe('every job', () => {
  it('has a name of its own, a schedule and options with defaults', () => {
    expect(new Set(allJobs.map(({ name }) => name)).size).toBe(10)
    for (const job of allJobs) {
      expect(job.options.safeParse({}).success, job.name).toBe(true)
      expect(job.options.safeParse({ nonsense: 1 }).success, job.name).toBe(false)
      expect(findJob(job.name)).toBe(job)
    }
    expect(findJob('unknown')).toBeNull()
    expect(() => getJob('unknown')).toThrow('update-active-artists')
  })

  it.each(allJobs.map((job) => [job.name, job] as const))(
    '%s finds nothing to do in an empty storage',
    async (_, job) => {
      const stage = openJobs()
      expect((await stage.run(job)).status).toBe('succeeded')
      const before = await snapshotOf(stage.setvote.storage)
      expect((await stage.run(job)).status).toBe('succeeded')
      expect(await snapshotOf(stage.setvote.storage)).toEqual(before)
    },
  )

  it.each([
    ['update-active-artists', { limit: 0 }, 'limit: write a whole number from 1 to 5000, such as 50'],
    ['update-active-artists', { forceSync: 'yes' }, 'forceSync: write true or false'],
    ['trending-artist-sync', { limit: 1001 }, 'limit: write a whole number from 1 to 1000'],
    ['complete-catalog-sync', { maxArtists: 1.5 }, 'maxArtists: write a whole number'],
    ['import-past-setlists', { days: 366 }, 'days: write a whole number from 1 to 365, such as 2'],
    ['cleanup', { keepJobRunsDays: 0 }, 'keepJobRunsDays: write a whole number from 1'],
    ['master-sync', { batchSize: -1 }, 'batchSize: write a whole number'],
  ])('%s refuses %j and says what is allowed', async (name, options, message) => {
    await expect(openJobs().run(getJob(name), options)).rejects.toThrow(message)
  })
})

describe('update-active-artists', () => {
  it('brings those up to date whom fans care about, and nobody else', async () => {
    const stage = await stageWith([0, 1, 2])
    const { storage } = stage.setvote
    // Whoever has no show near and nobody follows is not active.
    for (const { id } of stage.artists.slice(1)) {
      for (const show of (await everything(storage)).shows) {
        if (show.lineup.some(({ artistId }) => artistId === id)) await storage.shows.remove(show.id)
      }
    }
    const [active, followed, quiet] = stage.artists
    await storage.fans.follow({ fanId: 'f', artistId: followed!.id, following: true, at: stage.clock.now() })
    const run = await stage.run(updateActiveArtists)
    expect(run).toMatchObject({
      status: 'succeeded',
      counts: { artists: 2, artist: 2, shows: 2, setlists: 2 },
    })
    const syncedAt = async ({ id }: Artist) => (await storage.artists.find(id))!.syncedAt
    expect(await syncedAt(active!)).toEqual(stage.clock.now())
    expect(await syncedAt(followed!)).toEqual(stage.clock.now())
    expect(await syncedAt(quiet!)).toEqual(quiet!.syncedAt)
  })

  it('leaves out what is fresh, unless it is forced', async () => {
    const stage = await stageWith([0])
    expect((await stage.run(updateActiveArtists)).counts.artists).toBe(1)
    stage.sandbox.reset()
    expect((await stage.run(updateActiveArtists)).counts.artists).toBe(0)
    expect(stage.sandbox.calls()).toEqual([])
    expect((await stage.run(updateActiveArtists, { forceSync: true })).counts.artists).toBe(1)
    await stage.clock.advance(hours(6))
    expect((await stage.run(updateActiveArtists)).counts.artists).toBe(1)
  })

  it('changes nothing when it runs twice', async () => {
    const stage = await stageWith([0, 1])
    await stage.run(updateActiveArtists)
    const before = await snapshotOf(stage.setvote.storage)
    await stage.run(updateActiveArtists, { forceSync: true })
    expect(await snapshotOf(stage.setvote.storage)).toEqual(before)
  })

  it('spends a short budget on the most important, is deferred, and goes on where it stopped', async () => {
    const whole = await stageWith([0, 1, 2, 3])
    // One of the seven is kept for fans. Of the first artist the facts and the shows fit, of the others the facts.
    const stage = whole.reopen({ ticketmaster: 7 })
    const run = await stage.run(updateActiveArtists)
    expect(run).toMatchObject({ status: 'deferred', counts: { artist: 3, setlists: 3, shows: 1 } })
    expect(whole.asked('ticketmaster')).toHaveLength(6)
    expect((await whole.setvote.storage.settings.list('sync.done.shows.')).map(({ key }) => key)).toEqual([
      `sync.done.shows.${whole.artists[0]!.id}`,
    ])
    expect(run.status === 'deferred' && run.retryAt > whole.clock.now()).toBe(true)

    const rest = await whole.run(updateActiveArtists)
    expect(rest).toMatchObject({ status: 'succeeded', counts: { shows: 2 } })
    expect(rest.counts.setlists).toBeUndefined()
  })

  it('is deferred for as long as an upstream asks when that one has had enough in the middle', async () => {
    const stage = await stageWith([0, 1, 2])
    const { storage } = stage.setvote
    const { ticketmaster, setlistfm } = stage.sandbox.credentials
    let answered = 0
    const tired: typeof fetch = async (...call) => {
      if (answered++ < 3) return ticketmaster.fetch!(...call)
      return Response.json({}, { status: 429, headers: { 'retry-after': '3600' } })
    }
    const setvote = createSetvote({
      storage,
      clock: stage.clock,
      ticketmaster: { ...ticketmaster, fetch: tired, limits: { perSecond: null } },
      setlistfm: { ...setlistfm, limits: { perSecond: null } },
    })
    const run = await stage.run(updateActiveArtists, {}, { setvote })
    expect(run).toMatchObject({
      status: 'deferred',
      retryAt: new Date(stage.clock.now().getTime() + hours(1)),
      counts: { setlists: run.counts.artists },
    })
    await stage.clock.advance(hours(1))
    expect(await stage.run(updateActiveArtists)).toMatchObject({ status: 'succeeded' })
    expect(await storage.settings.list('sync.done.shows.')).toHaveLength(run.counts.artists!)
  })

  it('goes on behind what it had done when it is stopped in the middle', async () => {
    const stage = await stageWith([0, 1, 2, 3])
    const stopping = new AbortController()
    const run = await stage.run(
      updateActiveArtists,
      { batchSize: 1 },
      {
        stopping: stopping.signal,
        onEvent(event) {
          if (event.type === 'progress' && event.step.counts?.setlists === 2) stopping.abort()
        },
      },
    )
    expect(run.status).toBe('deferred')
    const first = run.counts.setlists!
    expect(first).toBeGreaterThanOrEqual(2)
    expect(first).toBeLessThan(3)
    const rest = await stage.run(updateActiveArtists)
    expect(rest.status).toBe('succeeded')
    expect(first + (rest.counts.setlists ?? 0)).toBeGreaterThanOrEqual(3)
  })

  it('pauses between batches', async () => {
    const stage = await stageWith([0, 1])
    const running = stage.run(updateActiveArtists, { batchSize: 1, delayMs: 60_000 })
    const before = stage.clock.now()
    await expect
      .poll(
        async () => {
          await stage.clock.advance(1000)
          return (await stage.setvote.storage.jobs.recent({}))[0]!.status
        },
        { timeout: 8000, interval: 1 },
      )
      .toBe('succeeded')
    await running
    expect(stage.clock.now().getTime() - before.getTime()).toBeGreaterThanOrEqual(60_000)
  })
})

describe('trending-artist-sync', () => {
  it('refreshes the top of the boards deeply', async () => {
    const stage = await stageWith([0, 1, 2])
    await stage.run(calculateTrending)
    const [top] = await stage.setvote.trending.artists({ limit: 1 })
    const run = await stage.run(trendingArtistSync, { limit: 1 })
    expect(run).toMatchObject({
      status: 'succeeded',
      counts: { artists: 1, shows: 1, songs: 1, setlists: 1, images: 1 },
    })
    expect((await stage.setvote.artists.get(top!.artistId)).syncedAt).toEqual(stage.clock.now())
    expect((await stage.run(trendingArtistSync, { limit: 1 })).counts.artists).toBe(0)
    expect(
      (await stage.run(trendingArtistSync, { limit: 1, skipRecentlyUpdated: false })).counts.artists,
    ).toBe(1)
  })
})

describe('calculate-trending', () => {
  it('brings the boards up to date', async () => {
    const stage = await stageWith([0])
    expect(await stage.setvote.trending.artists()).toEqual([])
    const run = await stage.run(calculateTrending)
    expect(run.counts.ranked).toBeGreaterThan(1)
    expect((await stage.run(calculateTrending)).counts.changed).toBe(0)
  })
})

describe('sync-artist-data', () => {
  it('asks about those nobody has asked about for a day, the most important first', async () => {
    const stage = await stageWith([0, 1, 2])
    const quiet = stage.artists[2]!
    await stage.setvote.storage.fans.follow({
      fanId: 'f',
      artistId: quiet.id,
      following: true,
      at: stage.clock.now(),
    })
    const run = await stage.run(syncArtistData, { limit: 2 })
    expect(run.counts).toMatchObject({ artists: 2, artist: 2 })
    expect((await stage.run(syncArtistData)).counts.artists).toBe(1)
    expect((await stage.run(syncArtistData)).counts.artists).toBe(0)
  })
})

describe('sync-artist-images', () => {
  it('begins with those who have no picture', async () => {
    const stage = await stageWith([0, 1])
    const [, without] = stage.artists
    const { artists } = stage.setvote.storage
    await artists.save({
      id: without!.id,
      name: without!.name,
      images: [],
      externalIds: [],
      source: { service: 'spotify', at: stage.clock.now(), url: null },
    })
    expect((await artists.find(without!.id))!.images).toEqual([])
    expect((await stage.run(syncArtistImages, { limit: 1 })).counts).toMatchObject({ artists: 1, images: 1 })
    expect((await artists.find(without!.id))!.images.length).toBeGreaterThan(0)
  })
})
