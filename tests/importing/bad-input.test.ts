import { memoryStorage } from '@setvote/adapter-memory'
import {
  ArtistImportOrchestrator,
  createSetvote,
  createSync,
  hasCode,
  type ImportClients,
} from '@setvote/sdk'
import { worldTruth } from '@setvote/sdk/sandbox'
import type { ArtistReference } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { openServices } from '../support/fake-services.ts'

const { sandbox, clients } = openServices()
const truths = sandbox.world.artists.map(({ id }) => worldTruth(sandbox.world, id))
const headliner = truths[0]!

async function refused(reference: unknown, using: ImportClients = clients) {
  const storage = memoryStorage()
  const imports = new ArtistImportOrchestrator({ storage, clients: using })
  const error: unknown = await imports.start(reference as ArtistReference).then(
    () => null,
    (reason: unknown) => reason,
  )
  const stored = await everything(storage)
  expect(Object.values(stored).flat(), 'nothing is stored').toEqual([])
  const { items } = await storage.imports.list({})
  expect(
    items.filter(({ status }) => status !== 'failed'),
    'no run is left over',
  ).toEqual([])
  return error as { readonly code: string; readonly message: string }
}

describe('an app without any service', () => {
  it('votes, predicts and ranks, and says what an import lacks', async () => {
    const setvote = createSetvote({ storage: memoryStorage() })
    expect(await setvote.trending.refresh()).toEqual({ changed: 0, ranked: 0 })
    for (const call of [
      () => setvote.imports.start({ name: 'Velvet Harbor' }),
      () => setvote.imports.estimate({ name: 'Velvet Harbor' }),
    ]) {
      await expect(call()).rejects.toMatchObject({
        code: 'invalid-options',
        message: expect.stringContaining('at least one of spotify, ticketmaster and setlistfm'),
      })
    }
    expect(await setvote.imports.resumeAbandoned()).toEqual([])
    await setvote.close()
  })
})

describe('an artist that cannot be meant', () => {
  it.each([
    ['an empty name', { name: '  ' }],
    ['no reference', {}],
    ['two references', { name: 'X', spotifyId: '0OdUWJ0sBjDrqHygGUXeCF' }],
    ['a number', { name: 5 }],
    ['nothing', null],
    ['a Ticketmaster id as a Spotify id', { spotifyId: headliner.ids.ticketmaster }],
    ['a Spotify id as an MBID', { mbid: headliner.ids.spotify }],
    ['an address as a Spotify id', { spotifyId: 'https://open.spotify.com/artist/0OdUWJ0sBjDrqHygGUXeCF' }],
    ['an address as a Ticketmaster id', { ticketmasterId: 'https://www.ticketmaster.com/x/artist/1' }],
  ])('%s is refused with what to write', async (_, reference) => {
    const error = await refused(reference)
    expect(error.code).toBe('invalid-input')
    expect(error.message.length).toBeGreaterThan(20)
  })

  it.each([
    ['Spotify', { spotifyId: '0000000000000000000000' }],
    ['Ticketmaster', { ticketmasterId: 'K8vZ0000000' }],
    ['MusicBrainz', { mbid: '00000000-0000-4000-8000-000000000000' }],
    ['by a name that nobody has', { name: 'Zzyzx Qwfpgj' }],
  ])('an unknown artist (%s) is not found', async (_, reference) => {
    expect((await refused(reference)).code).toBe('not-found')
  })

  it('a name with a wrong letter is not found, and the right one is named', async () => {
    const { code, message } = await refused({ name: 'Velvet Harbur' })
    expect(code).toBe('not-found')
    expect(message).toContain(headliner.name)
  })

  it('a name that twenty artists have equally is ambiguous, and each candidate can be imported', async () => {
    const { spotify } = clients
    const name = sandbox.world.artists.find(({ traits }) => traits.includes('many-namesakes'))!.name
    const error: unknown = await refused({ name }, { spotify })
    if (!hasCode(error, 'ambiguous')) throw error
    const { candidates } = error as unknown as {
      readonly candidates: { readonly reference: ArtistReference }[]
    }
    expect(candidates.length).toBeGreaterThan(5)
    const imports = new ArtistImportOrchestrator({ storage: memoryStorage(), clients })
    const run = await imports.start(candidates.at(-1)!.reference)
    expect(run.artistId).not.toBeNull()
    await imports.close()
  })

  it('an id of a service without a client says which client is missing', async () => {
    const { code, message } = await refused(
      { ticketmasterId: headliner.ids.ticketmaster },
      { spotify: clients.spotify },
    )
    expect(code).toBe('invalid-input')
    expect(message).toContain('ticketmaster')
  })

  it('an upstream that answers another artist than asked is not believed', async () => {
    const { clients: lying } = openServices({
      faults: [{ kind: 'wrong-artist', service: 'spotify', times: Number.POSITIVE_INFINITY }],
    })
    expect((await refused({ spotifyId: headliner.ids.spotify }, lying)).code).toBe('unexpected-response')
  })
})

describe('options that cannot work', () => {
  const storage = memoryStorage()
  it.each([
    ['no storage', () => new ArtistImportOrchestrator({ clients } as never), /storage/],
    ['no list of clients', () => new ArtistImportOrchestrator({ storage } as never), /clients/],
    ['a lease of nothing', () => new ArtistImportOrchestrator({ storage, clients, leaseMs: 0 }), /leaseMs/],
    ['setvote without storage', () => createSetvote({} as never), /memoryStorage/],
    [
      'a storage of another contract',
      () => createSetvote({ storage: { ...storage, contractVersion: 99 } }),
      /99/,
    ],
    [
      'an empty Spotify secret',
      () => createSetvote({ storage, spotify: { clientId: 'x', clientSecret: '' } }),
      /clientSecret/,
    ],
    ['an empty Ticketmaster key', () => createSetvote({ storage, ticketmaster: { apiKey: '' } }), /apiKey/],
  ])('%s is refused at construction, with what to write', (_, construct, message) => {
    expect(construct).toThrow(expect.objectContaining({ code: 'invalid-options' }))
    expect(construct).toThrow(message)
  })
})

describe('things that are not there', () => {
  it('a run, an artist to sync, a page: not found', async () => {
    const storage = memoryStorage()
    const imports = new ArtistImportOrchestrator({ storage, clients })
    const notFound = expect.objectContaining({ code: 'not-found' })
    await expect(imports.get('run_0')).rejects.toEqual(notFound)
    await expect(imports.resume('run_0')).rejects.toEqual(notFound)
    await expect(imports.cancel('run_0')).rejects.toEqual(notFound)
    await expect(imports.watch('run_0')[Symbol.asyncIterator]().next()).rejects.toEqual(notFound)
    await expect(createSync({ storage, clients }).setlists('art_0')).rejects.toEqual(notFound)
  })
})
