import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, createCatalog, isReconciled } from '@setvote/sdk'
import { type Sandbox, type WorldTruth, worldTruth } from '@setvote/sdk/sandbox'
import { idsAt, type Storage } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { openServices } from '../support/fake-services.ts'
import { snapshotOf } from '../support/snapshot.ts'

const { sandbox } = openServices()

/** Artists of the fake world that every service knows, and the truth about them. */
const wellKnown = sandbox.world.artists
  .map(({ id }) => worldTruth(sandbox.world, id))
  .filter(({ ids }) => Object.values(ids).every((id) => id !== null))

const headliner = wellKnown[0]!

async function imported(
  truth: WorldTruth,
  reference: Parameters<ArtistImportOrchestrator['start']>[0],
  world: Sandbox = sandbox,
) {
  const storage = memoryStorage()
  const imports = new ArtistImportOrchestrator({ storage, clients: openServices().clients })
  const run = await imports.finished((await imports.start(reference)).id)
  return { storage, run, imports, truth, world }
}

describe('an import', () => {
  it.each([
    ['name', { name: headliner.name }],
    ['Spotify id', { spotifyId: headliner.ids.spotify! }],
    ['Ticketmaster id', { ticketmasterId: headliner.ids.ticketmaster! }],
    ['MusicBrainz id', { mbid: headliner.ids.musicbrainz! }],
  ])('by %s stores the same', async (_, reference) => {
    const byName = await imported(headliner, { name: headliner.name })
    const other = await imported(headliner, reference)
    expect(other.run.status).toBe('completed')
    const [expected, actual] = [await snapshotOf(byName.storage), await snapshotOf(other.storage)]
    for (const kind of ['venues', 'shows', 'songs', 'setlists'])
      expect(actual[kind], kind).toEqual(expected[kind])
  })

  it('stores what is true about an artist', async () => {
    const { storage, run } = await imported(headliner, { name: headliner.name })
    expect(run.status).toBe('completed')
    expect(isReconciled(run.ledger)).toBe(true)
    await expectTruth(storage, run.artistId!, headliner)
  })

  it('stores what is true about every artist whose listings name each other', async () => {
    const unlinked = ['same-name', 'many-namesakes']
    const linked = sandbox.world.artists.filter(
      ({ traits }) => !unlinked.some((trait) => traits.includes(trait as never)),
    )
    const truths = linked
      .map(({ id }) => worldTruth(sandbox.world, id))
      .filter((truth) => wellKnown.some(({ artistId }) => artistId === truth.artistId))
    expect(truths.length).toBeGreaterThan(20)
    for (const truth of truths) {
      const { storage, run } = await imported(truth, { ticketmasterId: truth.ids.ticketmaster! })
      expect(run.status, `${truth.name}: ${JSON.stringify(run.ledger.gaps)}`).toBe('completed')
      await expectTruth(storage, run.artistId!, truth)
    }
  })

  it('says what it cannot prove instead of guessing who is who', async () => {
    const namesake = sandbox.world.artists
      .filter(({ traits }) => traits.includes('many-namesakes'))
      .map(({ id }) => worldTruth(sandbox.world, id))
      .at(-1)!
    const { storage, run } = await imported(namesake, { spotifyId: namesake.ids.spotify! })
    expect(run.status).toBe('completed-with-gaps')
    expect(run.ledger.gaps.map(({ service, reason }) => `${service} ${reason}`).toSorted()).toEqual([
      'setlistfm artist-unresolved',
      'setlistfm identity-unsure',
      'ticketmaster artist-unresolved',
      'ticketmaster identity-unsure',
    ])
    const [artist] = (await everything(storage)).artists
    expect(artist!.externalIds).toEqual([{ service: 'spotify', id: namesake.ids.spotify }])
  })

  it('changes nothing when it is repeated', async () => {
    const { storage, run, imports } = await imported(headliner, { name: headliner.name })
    const before = await everything(storage)
    const again = await imports.finished((await imports.start({ spotifyId: headliner.ids.spotify! })).id)
    expect(again.artistId).toBe(run.artistId)
    const after = await everything(storage)
    for (const kind of ['venues', 'shows', 'songs', 'setlists'] as const)
      expect(after[kind], kind).toEqual(before[kind])
  })

  it('lists what comes next, the next show first', async () => {
    const { storage, run } = await imported(headliner, { name: headliner.name })
    const { shows } = createCatalog({
      storage,
      clock: { now: () => new Date('2026-11-21T12:00:00Z'), sleep: async () => {} },
    })
    const upcoming = await shows.upcoming(run.artistId!).toArray({ limit: 100 })
    const days = upcoming.map(({ localDate }) => localDate!)
    expect(days[0]! >= '2026-11-21').toBe(true)
    expect(days).toEqual(days.toSorted())
  })
})

async function expectTruth(storage: Storage, artistId: string, truth: WorldTruth) {
  const stored = await everything(storage)
  const artist = stored.artists.find(({ id }) => id === artistId)!
  expect(idsAt(artist, 'spotify'), truth.name).toEqual([truth.ids.spotify])
  expect(idsAt(artist, 'ticketmaster'), truth.name).toContain(truth.ids.ticketmaster)
  expect(idsAt(artist, 'musicbrainz'), truth.name).toEqual([truth.ids.musicbrainz])

  const tracks = stored.songs.flatMap((song) => song.tracks.map(({ spotifyId }) => spotifyId))
  expect(tracks.toSorted(), `${truth.name}: tracks`).toEqual(
    truth.trackIds.filter((id) => isOwn(id, truth)).toSorted(),
  )

  const played = stored.setlists.flatMap((setlist) => idsAt(setlist, 'setlistfm'))
  expect(played.toSorted(), `${truth.name}: setlists`).toEqual(truth.setlists.withSongs.toSorted())

  const evenings = [...truth.shows.past, ...truth.shows.upcoming].filter(
    ({ setlistIds, reach }) => setlistIds.length > 0 || reach === 'listed' || reach === 'undated',
  )
  for (const evening of evenings) {
    const ids = new Set([...evening.eventIds, ...evening.setlistIds])
    const found = stored.shows.filter((show) => show.externalIds.some(({ id }) => ids.has(id)))
    expect(found.length, `${truth.name} on ${evening.localDate} ${evening.localTime}`).toBeGreaterThanOrEqual(
      1,
    )
  }
  expect(stored.shows.length, `${truth.name}: shows`).toBe(evenings.length)
}

const isOwn = (trackId: string, truth: WorldTruth) =>
  sandbox.world.index.trackById.get(trackId)!.artistIds.some((id) => id === truth.artistId)
