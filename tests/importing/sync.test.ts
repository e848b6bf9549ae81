import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, createSync } from '@setvote/sdk'
import { createSandbox, worldTruth } from '@setvote/sdk/sandbox'
import type { Artist, Storage } from '@setvote/sdk/storage'
import { beforeEach, describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { clientsOf, openServices, today } from '../support/fake-services.ts'
import { snapshotOf } from '../support/snapshot.ts'

const world = createSandbox({ today, limits: false })
const truth = worldTruth(world.world, world.world.artists[0]!.id)
const clients = clientsOf(world)

let storage: Storage
let artist: Artist

beforeEach(async () => {
  storage = memoryStorage()
  const { entity } = await storage.artists.save({
    name: truth.name,
    externalIds: [{ service: 'spotify', id: truth.ids.spotify! }],
    source: { service: 'operator', at: new Date(), url: null },
  })
  artist = entity
  world.reset()
})

const pathsOf = (service: string) =>
  world
    .calls()
    .filter((call) => call.service === service)
    .map(({ template }) => template)

describe('the parts of an import, alone', () => {
  it('together store what an import stores', async () => {
    const sync = createSync({ storage, clients })
    await sync.artist(artist.id)
    for (const part of ['shows', 'songs', 'setlists'] as const) {
      expect((await sync[part](artist.id)).status, part).toBe('completed')
    }
    const other = memoryStorage()
    const imports = new ArtistImportOrchestrator({ storage: other, clients })
    await imports.finished((await imports.start({ spotifyId: truth.ids.spotify! })).id)
    const [parts, whole] = [await snapshotOf(storage), await snapshotOf(other)]
    for (const kind of ['venues', 'shows', 'songs', 'setlists'])
      expect(parts[kind], kind).toEqual(whole[kind])
  })

  it('find the artist at the services it is not yet linked to', async () => {
    await createSync({ storage, clients }).artist(artist.id)
    const synced = (await storage.artists.find(artist.id))!
    expect(synced.externalIds.map(({ service }) => service).toSorted()).toEqual([
      'musicbrainz',
      'spotify',
      'ticketmaster',
    ])
    expect(synced.syncedAt).not.toBeNull()
    expect(synced.name).toBe(truth.name)
  })

  it('read setlists once, and then only what was edited since', async () => {
    const sync = createSync({ storage, clients })
    await sync.artist(artist.id)
    world.reset()
    const first = await sync.setlists(artist.id)
    const pages = pathsOf('setlistfm').length
    expect(pages).toBeGreaterThan(5)
    world.reset()
    const second = await sync.setlists(artist.id)
    expect(pathsOf('setlistfm')).toEqual(['/search/setlists'])
    expect(second.ledger.lines.find(({ kind }) => kind === 'setlists')!.fetched).toBeLessThan(
      first.ledger.lines.find(({ kind }) => kind === 'setlists')!.fetched,
    )
    world.reset()
    await sync.setlists(artist.id, { full: true })
    expect(pathsOf('setlistfm')).toHaveLength(pages)
  })

  it('refresh pictures and venues', async () => {
    const sync = createSync({ storage, clients })
    await sync.artist(artist.id)
    await sync.shows(artist.id)
    const venues = (await everything(storage)).venues.length
    await storage.artists.save({
      id: artist.id,
      name: truth.name,
      images: [],
      externalIds: [],
      source: { service: 'spotify', at: new Date(), url: null },
    })
    expect((await sync.venues(artist.id)).ledger.lines[0]).toMatchObject({
      kind: 'venues',
      service: 'ticketmaster',
      skipped: {},
    })
    expect((await everything(storage)).venues).toHaveLength(venues)
    expect((await sync.images(artist.id)).status).toBe('completed')
    expect((await storage.artists.find(artist.id))!.images.length).toBeGreaterThan(0)
  })

  it('say what is missing when a service is not configured', async () => {
    const { ledger, status } = await createSync({ storage, clients: { spotify: clients.spotify } }).setlists(
      artist.id,
    )
    expect(status).toBe('completed-with-gaps')
    expect(ledger.gaps).toMatchObject([{ service: 'setlistfm', reason: 'not-configured' }])
  })
})

describe('a gap', () => {
  it('is named by the run that leaves it and filled by a later one', async () => {
    const broken = openServices({ faults: 'setlistfm-down' })
    const store = memoryStorage()
    const imports = new ArtistImportOrchestrator({ storage: store, clients: broken.clients })
    const gapped = await imports.finished((await imports.start({ spotifyId: truth.ids.spotify! })).id)
    expect(gapped.status).toBe('completed-with-gaps')
    expect(gapped.ledger.gaps.map(({ service }) => service)).toContain('setlistfm')
    expect((await everything(store)).songs.length).toBeGreaterThan(0)

    const whole = new ArtistImportOrchestrator({ storage: store, clients: openServices().clients })
    const filled = await whole.finished((await whole.start({ spotifyId: truth.ids.spotify! })).id)
    expect(filled).toMatchObject({ status: 'completed', artistId: gapped.artistId })
    expect((await everything(store)).setlists).toHaveLength(truth.setlists.withSongs.length)
  })

  it('of a day-long ban names the instant when it makes sense to go on', async () => {
    const banned = openServices({ faults: 'spotify-rate-limited-for-a-day' })
    const imports = new ArtistImportOrchestrator({ storage: memoryStorage(), clients: banned.clients })
    const run = await imports.finished((await imports.start({ mbid: truth.ids.musicbrainz! })).id)
    expect(run.status).toBe('completed-with-gaps')
    const gap = run.ledger.gaps.find(({ service }) => service === 'spotify')!
    expect(gap.reason).toBe('rate-limited')
    expect(gap.retryAt!.getTime() - Date.now()).toBeGreaterThan(80_000_000)
    const afterBan = banned.sandbox.calls().filter(({ service }) => service === 'spotify')
    expect(afterBan.filter(({ status }) => status === 429)).toHaveLength(1)
  })
})
