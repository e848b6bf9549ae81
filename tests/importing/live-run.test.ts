import { memoryStorage } from '@setvote/adapter-memory'
import { ArtistImportOrchestrator, createSetvote } from '@setvote/sdk'
import { createSandbox } from '@setvote/sdk/sandbox'
import { idsAt } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { clientsOf, openServices, today } from '../support/fake-services.ts'

const { sandbox } = openServices()
const reference = { name: sandbox.world.artists[0]!.name }

function open(options: Partial<ConstructorParameters<typeof ArtistImportOrchestrator>[0]> = {}) {
  const storage = memoryStorage()
  return {
    storage,
    imports: new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox), ...options }),
  }
}

describe('a run', () => {
  it('answers when the page can be shown, and goes on', async () => {
    const { storage, imports } = open()
    const run = await imports.start(reference)
    expect(run.status).toBe('running')
    expect((await storage.artists.find(run.artistId!))!.name).toBe(reference.name)
    expect((await storage.shows.list({})).items).toEqual([])
    expect((await imports.finished(run.id)).status).toBe('completed')
  })

  it('shows its progress, numbered and rising, to everybody who watches, also to those who come back', async () => {
    const { imports } = open()
    const run = await imports.start(reference)
    const all = await Array.fromAsync(imports.watch(run.id))
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1))
    expect(all.map(({ percent }) => percent)).toEqual(
      all.map(({ percent }) => percent).toSorted((a, b) => a - b),
    )
    expect(all.at(-1)).toMatchObject({ status: 'completed', percent: 100, remainingMs: 0 })
    expect(new Set(all.map(({ phase }) => phase))).toEqual(new Set(['artist', 'shows', 'catalog']))
    expect(await Array.fromAsync(imports.watch(run.id, { after: 3 }))).toEqual(all.slice(3))
    expect(await Array.fromAsync(imports.watch(run.id, { after: all.length }))).toEqual([])
  })

  it('is one run for all who start it at once, whatever they call the artist', async () => {
    const { storage, imports } = open()
    const { spotify } = clientsOf(sandbox)
    const [found] = await spotify.searchArtists(reference.name).toArray({ limit: 1 })
    const runs = await Promise.all([
      imports.start(reference),
      imports.start({ name: reference.name.toUpperCase() }),
      imports.start({ spotifyId: found!.id }),
    ])
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
    expect((await storage.artists.list({})).items).toHaveLength(1)
    await imports.finished(runs[0]!.id)
  })

  it('can be cancelled, keeps what it has, and can be started again', async () => {
    const { storage, imports } = open()
    const run = await imports.start(reference)
    for await (const step of imports.watch(run.id)) if (step.step === 'setlists') await imports.cancel(run.id)
    const ended = await imports.get(run.id)
    expect(ended.status).toBe('cancelled')
    expect((await storage.artists.list({})).items).toHaveLength(1)
    expect((await imports.cancel(run.id)).status).toBe('cancelled')
    const again = await imports.finished((await imports.start(reference)).id)
    expect(again).toMatchObject({ status: 'completed', artistId: run.artistId })
  })

  it('of a dead process can be cancelled by another one', async () => {
    const clock = fakeClock()
    const { storage, imports } = open({ clock })
    const run = await imports.start(reference)
    await imports.close()
    await clock.advance(120_000)
    const other = new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox), clock })
    await other.cancel(run.id)
    expect((await other.finished(run.id)).status).toBe('cancelled')
  })

  it('is not taken from a process that lives', async () => {
    const { storage, imports } = open()
    const run = await imports.start(reference)
    const other = new ArtistImportOrchestrator({ storage, clients: clientsOf(sandbox) })
    await expect(other.resume(run.id)).rejects.toMatchObject({ code: 'conflict' })
    expect(await other.resumeAbandoned()).toEqual([])
    await imports.finished(run.id)
    expect((await other.resume(run.id)).status).toBe('completed')
  })

  it('stops the process that has lost it', async () => {
    const clock = fakeClock()
    const { storage, imports } = open({ clock })
    const run = await imports.start(reference)
    const taken = await storage.imports.lease({
      runId: run.id,
      lease: { owner: 'another', at: new Date(clock.now().getTime() + 60_000), leaseMs: 60_000 },
    })
    expect(taken.status).toBe('leased')
    await imports.close()
    expect((await imports.get(run.id)).status).toBe('running')
  })

  it('is stopped by the signal of who started it, in its first phase', async () => {
    const { storage, imports } = open()
    const stop = new AbortController()
    const started = imports.start(reference, { signal: stop.signal })
    stop.abort()
    await expect(started).resolves.toMatchObject({ status: 'cancelled' })
    expect((await storage.artists.list({})).items).toEqual([])
  })
})

describe('the calls of an import', () => {
  it.each(['development', 'legacy', 'extended'] as const)(
    'in the %s tier never ask twice for what is forbidden',
    async (tier) => {
      const world = createSandbox({ today, limits: false, tier })
      const imports = new ArtistImportOrchestrator({ storage: memoryStorage(), clients: clientsOf(world) })
      const run = await imports.finished((await imports.start(reference)).id)
      expect(run.status).toBe('completed')
      expect(world.calls().filter(({ status }) => status === 403)).toEqual([])
      expect(
        world.calls().filter(({ status }) => status !== null && status >= 400 && status !== 404),
      ).toEqual([])
    },
  )

  it('are estimated before it starts, and a cache makes the estimate nearly free', async () => {
    const world = createSandbox({ today, limits: false })
    const setvote = createSetvote({ storage: memoryStorage(), ...world.credentials })
    const estimate = await setvote.imports.estimate(reference)
    const asked = world.calls().length
    const run = await setvote.imports.finished((await setvote.imports.start(reference)).id)
    expect(run.status).toBe('completed')
    const made = world.callsByService()
    expect(asked).toBeLessThan(12)
    for (const service of ['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz'] as const) {
      const tokens = service === 'spotify' ? made['spotify-accounts'] : 0
      expect(
        Math.abs(made[service] + tokens - estimate.calls[service]),
        `${service}: ${made[service] + tokens} of ${estimate.calls[service]}`,
      ).toBeLessThanOrEqual(2)
    }
    const again = await setvote.imports.estimate(reference)
    const { releases, tracks, setlists } = estimate.size
    expect(again).toMatchObject({ basis: 'last-import', size: { releases, tracks, setlists } })
    await setvote.close()
  })
})

describe('an operator', () => {
  it('decides who is who, and the next import believes it', async () => {
    const namesakes = sandbox.world.artists.filter(({ traits }) => traits.includes('same-name'))
    const unlinked = namesakes.at(-1)!
    const setvote = createSetvote({
      storage: memoryStorage(),
      ...createSandbox({ today, limits: false }).credentials,
    })
    const unsure = await setvote.imports.finished(
      (await setvote.imports.start({ spotifyId: unlinked.spotifyId! })).id,
    )
    expect(unsure.status).toBe('completed-with-gaps')
    const spotify = { service: 'spotify', id: unlinked.spotifyId! }
    await setvote.identity.override({
      a: spotify,
      b: { service: 'ticketmaster', id: unlinked.attractionId! },
      outcome: 'same',
      note: 'asked the band',
    })
    await setvote.identity.override({
      a: spotify,
      b: { service: 'musicbrainz', id: unlinked.mbid },
      outcome: 'same',
    })
    const sure = await setvote.imports.finished(
      (await setvote.imports.start({ spotifyId: unlinked.spotifyId! })).id,
    )
    expect(sure.status).toBe('completed')
    const artist = await setvote.artists.get(sure.artistId!)
    expect(idsAt(artist, 'ticketmaster')).toEqual([unlinked.attractionId])
    expect(idsAt(artist, 'musicbrainz')).toEqual([unlinked.mbid])
    await setvote.close()
  })

  it('states a fact, and no import replaces it', async () => {
    const { storage, imports } = open()
    const { artistId } = await imports.finished((await imports.start(reference)).id)
    await storage.artists.save({
      id: artistId!,
      name: 'VELVET HARBOR',
      externalIds: [],
      source: { service: 'operator', at: new Date(), url: null },
    })
    await imports.finished((await imports.start(reference)).id)
    expect((await storage.artists.find(artistId!))!.name).toBe('VELVET HARBOR')
  })
})
