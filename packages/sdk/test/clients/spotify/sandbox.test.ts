import { describe, expect, it } from 'vitest'
import { createSpotify } from '../../../src/clients/spotify/client.ts'
import { createSandbox, type SandboxOptions } from '../../../src/sandbox/index.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { failureOf } from './support/failure-of.ts'

function open(options: SandboxOptions = {}, more: object = {}) {
  const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
  const sandbox = createSandbox({ seed: 7, clock, limits: false, ...options })
  const spotify = createSpotify({
    ...sandbox.credentials.spotify,
    clock,
    limits: { perSecond: null },
    ...more,
  })
  const artist = sandbox.world.artists
    .filter(({ spotifyId }) => spotifyId !== null)
    .toSorted((a, b) => b.popularity - a.popularity)[0]!
  const forbidden = () => sandbox.calls().filter(({ status }) => status === 403 || status === 400)
  return { sandbox, spotify, artistId: artist.spotifyId!, artist, forbidden }
}

/** What an import reads: the artist, its releases, their tracks. */
async function readCatalog({ spotify, artistId }: ReturnType<typeof open>) {
  const artist = await spotify.artist(artistId)
  const references = await spotify
    .artistAlbums(artistId, { groups: ['album', 'single'] })
    .toArray({ limit: 1000 })
  const albums = await spotify.albums(references.map(({ id }) => id))
  const tracks = []
  for (const album of albums) tracks.push(...(await spotify.albumTracks(album!).toArray({ limit: 1000 })))
  return { artist, references, albums, tracks }
}

describe('a catalog read from the sandbox', () => {
  it.each(['development', 'legacy', 'extended'] as const)(
    'takes no forbidden call in the %s tier',
    async (tier) => {
      const world = open({ tier })
      const { references, tracks } = await readCatalog(world)
      expect(references.length).toBeGreaterThan(0)
      expect(tracks.length).toBeGreaterThan(0)
      expect(world.forbidden()).toEqual([])
      expect(world.spotify.capabilities().tier).toBe(tier === 'development' ? 'development' : 'legacy')
      expect(world.spotify.metrics().drift).toEqual({})
    },
  )

  it('is the same in every tier', async () => {
    const names = async (tier: SandboxOptions['tier']) => {
      const { tracks } = await readCatalog(open({ ...(tier && { tier }) }))
      return tracks.map(({ id, name }) => `${id} ${name}`)
    }
    const restricted = await names('development')
    expect(await names('extended')).toEqual(restricted)
  })

  it('takes as few calls as the tier allows, and no more than estimated', async () => {
    for (const tier of ['development', 'extended'] as const) {
      const world = open({ tier }, { tier })
      const { references } = await readCatalog(world)
      const estimate = world.spotify.estimate({
        artists: 1,
        listedAlbums: [references.length],
        albums: references.length,
      })
      expect(world.sandbox.callsByService().spotify, tier).toBe(estimate)
    }
  })

  it('is the same when every answer is paged and raced by several readers', async () => {
    const world = open({ tier: 'development', latencyMs: 20 })
    const [one, two] = await Promise.all([readCatalog(world), readCatalog(world)])
    expect(one).toEqual(two)
    expect(world.forbidden()).toEqual([])
  })

  it('finds the artist by name among the first ten', async () => {
    const { spotify, artist } = open()
    const found = await spotify.searchArtists(artist.name).toArray({ limit: 10 })
    expect(found.map(({ id }) => id)).toContain(artist.spotifyId)
  })
})

describe('faults of the sandbox', () => {
  it.each([
    ['spotify-rate-limited-for-a-day', 'rate-limited'],
    ['spotify-quota-exceeded', 'rate-limited'],
    ['spotify-forbidden', 'upstream-rejected'],
    ['spotify-premium-lapsed', 'upstream-rejected'],
    ['spotify-token-refused', 'upstream-failed'],
    ['wrong-artist', 'unexpected-response'],
  ] as const)('%s ends as %s', async (faults, code) => {
    const world = open({ faults, tier: 'development' })
    expect(await failureOf(readCatalog(world))).toMatchObject({ code })
  })

  it.each(['spotify-spurious-401', 'spotify-rate-limited-briefly', 'flaky', 'resets'] as const)(
    '%s is got over',
    async (faults) => {
      const { tracks } = await readCatalog(open({ faults, tier: 'development' }))
      expect(tracks.length).toBeGreaterThan(0)
    },
  )
})
