import { createSetvote } from '@setvote/sdk'
import {
  cleanup,
  completeCatalogSync,
  finishSync,
  importPastSetlists,
  type Job,
  masterSync,
} from '@setvote/sdk/jobs'
import type { Artist } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { snapshotOf } from '../support/snapshot.ts'
import { type JobStage, openJobs } from './support/open-jobs.ts'

const hours = (count: number) => count * 3_600_000
const days = (count: number) => hours(24 * count)

async function stageWith(places: readonly number[]): Promise<JobStage & { artists: Artist[] }> {
  const stage = openJobs()
  const artists: Artist[] = []
  for (const place of places) artists.push(await stage.importArtist(place))
  stage.sandbox.reset()
  await stage.clock.advance(hours(30))
  return { ...stage, artists }
}

/** So many artists have played yesterday that asking about each would cost more than reading the feed. */
async function crowd({ setvote, clock }: JobStage, count: number): Promise<void> {
  const source = byOperator(clock.now())
  const { artists, shows } = setvote.storage
  const names = Array.from({ length: count }, (_, index) => `Somebody ${index}`)
  const saved = await artists.saveMany(
    names.map((name) => ({ name, externalIds: [{ service: 'ticketmaster', id: name }], source })),
  )
  await shows.saveMany(
    saved.map(({ entity: { id, name } }) => ({
      name,
      localDate: '2026-11-21',
      externalIds: [{ service: 'ticketmaster' as const, id: name }],
      lineup: [{ artistId: id, name, role: 'headliner' as const, ticketmasterId: null, mbid: null }],
      source,
    })),
  )
}

const byOperator = (at: Date) => ({ service: 'operator', at, url: null }) as const

describe('import-past-setlists', () => {
  it('reads what was edited lately, whoever played it, and stores what is ours', async () => {
    const stage = await stageWith([0, 1])
    const { storage } = stage.setvote
    await crowd(stage, 200)
    const all = (await everything(storage)).setlists.filter(({ kind }) => kind === 'actual')
    // As if these had been written down since the last time.
    const lately = all.filter(({ editedAt }) => editedAt && editedAt >= new Date('2026-09-01T00:00:00Z'))
    expect(lately.length).toBeGreaterThan(1)
    for (const { id } of lately) await storage.setlists.remove(id)
    const run = await stage.run(importPastSetlists, { days: 83 })
    expect(run).toMatchObject({ status: 'succeeded', counts: { artists: 2, setlists: lately.length } })
    expect(run.counts.ofOthers).toBeGreaterThan(0)
    const again = (await everything(storage)).setlists.filter(({ kind }) => kind === 'actual')
    expect(again.map(({ url }) => url).sort()).toEqual(all.map(({ url }) => url).sort())
    const before = await snapshotOf(storage)
    await stage.run(importPastSetlists, { days: 83 })
    expect(await snapshotOf(storage)).toEqual(before)
  })

  it('is deferred when the budget ends in the middle of the feed, and goes on at the next page', async () => {
    const whole = await stageWith([0, 1])
    await crowd(whole, 200)
    const run = await whole.reopen({ setlistfm: 3 }).run(importPastSetlists, { days: 83 })
    expect(run.status).toBe('deferred')
    expect(run.status === 'deferred' && run.retryAt > whole.clock.now()).toBe(true)
    expect(whole.asked('setlistfm')).toHaveLength(2)
    const rest = await whole.run(importPastSetlists, { days: 83 })
    expect(rest.status).toBe('succeeded')
    expect(rest.counts.edits).toBeGreaterThan(0)
    const inAll = (await whole.run(importPastSetlists, { days: 83 })).counts.edits!
    expect(run.counts.edits! + rest.counts.edits!).toBe(inAll)
  })

  it('asks about the artists who played lately when these are fewer than the pages of the feed', async () => {
    const stage = await stageWith([0, 1])
    const run = await stage.run(importPastSetlists, { days: 83 })
    expect(run).toMatchObject({ status: 'succeeded', counts: { setlists: 2, setlistfmRequests: 3 } })
  })

  it('does without setlist.fm when there is no key', async () => {
    const stage = await stageWith([])
    const { spotify } = stage.sandbox.credentials
    const setvote = createSetvote({ storage: stage.setvote.storage, clock: stage.clock, spotify })
    expect((await stage.run(importPastSetlists, {}, { setvote })).status).toBe('succeeded')
  })
})

describe('finish-sync', () => {
  it('fills the gaps that an import recorded, and does so once', async () => {
    const stage = openJobs()
    const { storage } = stage.setvote
    const { spotify, ticketmaster, musicbrainz, setlistfm } = stage.sandbox.credentials
    const down = async () => new Response('{"message":"down"}', { status: 503 })
    const broken = createSetvote({
      storage,
      clock: fakeClock(stage.clock.now(), { auto: true }),
      spotify,
      ticketmaster: { ...ticketmaster, limits: { perSecond: null } },
      musicbrainz: { ...musicbrainz, limits: { perSecond: null } },
      setlistfm: { ...setlistfm, fetch: down, retries: 0, limits: { perSecond: null } },
    })
    const { spotifyId } = stage.sandbox.world.artists[0]!
    const started = await broken.imports.start({ spotifyId: spotifyId! })
    const gapped = await broken.imports.finished(started.id)
    expect(gapped.status).toBe('completed-with-gaps')
    expect((await everything(storage)).setlists.filter(({ kind }) => kind === 'actual')).toEqual([])
    await stage.clock.advance(hours(1))
    const run = await stage.run(finishSync)
    expect(run).toMatchObject({ status: 'succeeded', counts: { filled: 1 } })
    expect(
      (await everything(storage)).setlists.filter(({ kind }) => kind === 'actual').length,
    ).toBeGreaterThan(5)
    stage.sandbox.reset()
    expect((await stage.run(finishSync)).counts.filled).toBe(0)
    expect(stage.asked('setlistfm')).toEqual([])
  })

  it('predicts the setlists of coming shows', async () => {
    const stage = await stageWith([0])
    const { storage } = stage.setvote
    const run = await stage.run(finishSync)
    expect(run.counts.predictions).toBeGreaterThan(5)
    const predicted = (await everything(storage)).setlists.filter(({ kind }) => kind === 'predicted')
    expect(predicted.length).toBe(run.counts.predictions)
    const before = await snapshotOf(storage)
    await stage.run(finishSync)
    expect(await snapshotOf(storage)).toEqual(before)
  })

  it('joins what was played with what was announced, when both mean one evening', async () => {
    const stage = await stageWith([0])
    const { storage } = stage.setvote
    const [artist] = stage.artists
    const at = stage.clock.now()
    const source = { service: 'ticketmaster', at, url: null } as const
    const hall = async (name: string) =>
      (await storage.venues.save({ name, city: 'Lisbon', externalIds: [], source })).entity.id
    const lineup = [
      { artistId: artist!.id, name: artist!.name, role: 'headliner', ticketmasterId: null, mbid: null },
    ]
    const show = async (
      name: string,
      venue: string,
      service: 'ticketmaster' | 'setlistfm',
      localDate: string,
    ) =>
      storage.shows.save({
        name,
        venueId: await hall(venue),
        lineup: lineup as never,
        localDate,
        externalIds: [{ service, id: `${service} ${localDate}` }],
        source: { ...source, service },
      })
    const announced = (await show('Announced', 'Pier 9', 'ticketmaster', '2026-11-15')).entity
    const played = (await show('Played', 'The old fish hall', 'setlistfm', '2026-11-15')).entity
    await show('Another day', 'The old fish hall', 'setlistfm', '2026-11-16')
    const run = await stage.run(finishSync)
    expect(run.counts.evenings).toBe(1)
    expect(await storage.shows.find(played.id)).toBeNull()
    expect((await storage.shows.find(announced.id))!.externalIds).toHaveLength(2)
  })

  it('links acts to artists who were imported later', async () => {
    const stage = await stageWith([0])
    const { storage } = stage.setvote
    const show = (await everything(storage)).shows.find(({ localDate }) => localDate! > '2026-11-30')!
    const at = stage.clock.now()
    await storage.shows.save({
      id: show.id,
      name: show.name,
      lineup: [{ artistId: null, name: 'Later', role: 'support', ticketmasterId: 'K8vLater', mbid: null }],
      externalIds: [],
      source: byOperator(at),
    })
    const externalIds = [{ service: 'ticketmaster', id: 'K8vLater' }] as const
    const { entity } = await storage.artists.save({ name: 'Later', externalIds, source: byOperator(at) })
    expect((await stage.run(finishSync)).counts.acts).toBe(1)
    const { lineup } = (await storage.shows.find(show.id))!
    expect(lineup.find(({ name }) => name === 'Later')?.artistId).toBe(entity.id)
  })
})

describe('complete-catalog-sync', () => {
  it('walks the catalog in turns, each run behind the last', async () => {
    const stage = await stageWith([0, 1, 2])
    await stage.clock.advance(days(3))
    const syncedAt = async () =>
      (await everything(stage.setvote.storage)).artists.map((artist) => artist.syncedAt!.getTime())
    expect((await stage.run(completeCatalogSync, { maxArtists: 2 })).counts.artists).toBe(2)
    expect((await stage.run(completeCatalogSync, { maxArtists: 2 })).counts.artists).toBe(1)
    expect(new Set(await syncedAt())).toEqual(new Set([stage.clock.now().getTime()]))
    expect((await stage.run(completeCatalogSync, { maxArtists: 2 })).counts.artists).toBe(0)
  })

  it('unites duplicates, removes orphans and says so', async () => {
    const stage = await stageWith([0])
    const { storage } = stage.setvote
    const [artist] = stage.artists
    const at = stage.clock.now()
    const spotify = artist!.externalIds.find(({ service }) => service === 'spotify')!
    const links = [{ name: 'spotify', url: `https://open.spotify.com/artist/${spotify.id}` }]
    const source = byOperator(at)
    await storage.artists.save({ name: artist!.name, links, externalIds: [], source })
    await storage.venues.save({ name: 'Nobody plays here', city: 'Nowhere', externalIds: [], source })
    await storage.shows.save({ name: 'Nobody plays', localDate: '2026-12-24', externalIds: [], source })
    const first = (await everything(storage)).shows.find(({ venueId, localDate }) => venueId && localDate)!
    const { name, lineup, venueId, localDate, localTime, timeZone } = first
    await storage.shows.save({
      name,
      lineup,
      venueId,
      localDate,
      localTime,
      timeZone,
      externalIds: [],
      source,
    })
    await stage.clock.advance(days(2))
    const run = await stage.run(completeCatalogSync)
    expect(run.counts).toMatchObject({
      artistsUnited: 1,
      showsUnited: 1,
      showsRemoved: 1,
      venuesRemoved: 1,
      problems: 0,
      problemsLeft: 0,
    })
    expect((await everything(storage)).artists).toHaveLength(1)
    const before = await snapshotOf(storage)
    const again = await stage.run(completeCatalogSync)
    expect(again.counts).toMatchObject({
      artistsUnited: 0,
      venuesUnited: 0,
      showsUnited: 0,
      venuesRemoved: 0,
    })
    expect(await snapshotOf(storage)).toEqual(before)
  })

  it('repairs counts that are wrong', async () => {
    const stage = await stageWith([])
    let wrong = true
    const { storage } = stage.setvote
    const difference = { subject: 'song', id: 's', counted: 2, actual: 1 } as const
    const setvote = {
      ...stage.setvote,
      storage: {
        ...storage,
        votes: {
          ...storage.votes,
          audit: async () =>
            ({
              ballots: 1,
              status: wrong ? 'wrong' : 'exact',
              differences: wrong ? [difference] : [],
            }) as const,
          rebuild: async () => {
            wrong = false
            return { repaired: 1 }
          },
        },
      },
    }
    const run = await stage.run(completeCatalogSync, {}, { setvote })
    expect(run.counts).toMatchObject({ problems: 1, countsRepaired: 1, problemsLeft: 0 })
    const spared = await stage.run(completeCatalogSync, {
      performIntegrityChecks: false,
      includeDataCleanup: false,
    })
    expect(spared.counts).toEqual({ artists: 0 })
  })
})

describe('cleanup', () => {
  it('removes what is older than its retention', async () => {
    const stage = await stageWith([0])
    await stage.run(finishSync)
    await stage.clock.advance(days(20))
    await stage.setvote.storage.settings.set('sync.done.shows.gone', stage.clock.now().toISOString())
    const run = await stage.run(cleanup, { keepJobRunsDays: 10, keepImportRunsDays: 30 })
    expect(run.counts).toMatchObject({ jobRuns: 1, importRuns: 0, marks: 1 })
    expect((await stage.run(cleanup, { keepImportRunsDays: 10 })).counts).toMatchObject({
      jobRuns: 0,
      importRuns: 1,
    })
  })
})

describe('master-sync', () => {
  it('runs the others in order', async () => {
    const stage = await stageWith([0, 1])
    const order: string[] = []
    const run = await stage.run(
      masterSync,
      {},
      {
        onEvent(event) {
          const name = event.type === 'progress' ? event.step.message.split(':')[0]! : null
          if (name && order.at(-1) !== name) order.push(name)
        },
      },
    )
    expect(run.status).toBe('succeeded')
    expect(order).toEqual(
      ['sync-artist-data', 'sync-artist-images', 'import-past-setlists', 'finish-sync', 'cleanup'].filter(
        (name) => order.includes(name),
      ),
    )
    expect(order).toContain('finish-sync')
    expect(order.at(-1)).toBe('cleanup')
    expect(run.counts['sync-artist-data.artists']).toBe(2)
    expect(run.counts['finish-sync.predictions']).toBeGreaterThan(0)
  })

  it('is deferred when a part of it is, and then does only what is left', async () => {
    const whole = await stageWith([0, 1])
    const run = await whole.reopen({ ticketmaster: 3 }).run(masterSync)
    expect(run.status).toBe('deferred')
    expect(run.counts['cleanup.jobRuns']).toBe(0)
    const rest = await whole.run(masterSync)
    expect(rest.status).toBe('succeeded')
    expect(Object.keys(rest.counts).some((name) => name.startsWith('cleanup.'))).toBe(false)
  })

  it('goes on when a part of it fails, and fails in the end', async () => {
    const stage = await stageWith([0])
    const { storage } = stage.setvote
    const prediction = { predict: () => Promise.reject(new Error('no idea')) }
    const setvote = { ...stage.setvote, prediction }
    const run = await stage.run(masterSync as Job, {}, { setvote })
    expect(run).toMatchObject({ status: 'failed', error: 'finish-sync: no idea' })
    expect(run.counts['sync-artist-data.artists']).toBe(1)
    expect((await storage.jobs.recent({}))[0]!.status).toBe('failed')
  })
})
