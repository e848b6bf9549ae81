import type { SandboxAnswer, SandboxService, SpotifyTier } from '../../../src/sandbox/services/service.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { ArtistTrait } from '../../../src/sandbox/world/traits.ts'
import type { World, WorldArtist } from '../../../src/sandbox/world/world.ts'

/** The world that the service tests ask about. */
export const world = createWorld({ seed: 7, today: '2026-11-21' })
export const now = new Date('2026-11-21T12:00:00Z')

export const headliner = world.artists[0]!
export const artistWith = (trait: ArtistTrait): WorldArtist =>
  world.artists.find((artist) => artist.traits.includes(trait))!

export interface Asking {
  readonly tier?: SpotifyTier
  readonly world?: World
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks a service for an address such as `/artists/x?limit=5`; JSON is accepted unless said otherwise. */
export function ask(service: SandboxService, address: string, asking: Asking = {}): SandboxAnswer {
  const url = new URL(address, 'https://service.example')
  return service(
    {
      method: asking.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(asking.headers ?? { accept: 'application/json' }),
      body: asking.body ?? '',
      origin: 'https://service.example',
    },
    { world: asking.world ?? world, tier: asking.tier ?? 'extended', now },
  )
}

/** Whatever the body holds; the tests look into it as a client without types would. */
export type Json = ReturnType<typeof JSON.parse>

/** The body of a good answer, after a round through JSON. */
export function read(service: SandboxService, address: string, asking: Asking = {}): Json {
  const answer = ask(service, address, asking)
  if (answer.status !== 200)
    throw new Error(`${address} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return JSON.parse(JSON.stringify(answer.body))
}
