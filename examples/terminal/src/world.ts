import { setTimeout as sleep } from 'node:timers/promises'
import type { ArtistReference } from '@setvote/sdk'
import { createSandbox, type Sandbox } from '@setvote/sdk/sandbox'
import type { OtherArtists } from './fill-board.ts'
import { type Environment, keyNames, readKeys, type ServiceOptions } from './keys.ts'
import type { DemoOptions } from './options.ts'
import { serviceNames, services } from './service-names.ts'
import { UsageError } from './usage-error.ts'

/** The services that the demo asks: the real ones, or those of a fake world. */
export interface DemoWorld {
  readonly title: string
  readonly artist: ArtistReference
  /** True when a refused key is the user's to put right, not part of the play. */
  readonly isReal: boolean
  /** What is worth knowing before the start. */
  readonly hints: readonly string[]
  readonly services: ServiceOptions
  /** For the estimate made before the import: its calls must not use up what the import is to meet. */
  readonly scouting: ServiceOptions
  /** Decides what is left to chance. */
  readonly seed: number
  /** Null in the real world, whose services are not to be asked for more than was wished. */
  readonly others: OtherArtists | null
  /** Waits until the calls of the estimate no longer count. */
  settle(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Real services if there are keys for any, else the sandbox over HTTP. */
export async function openWorld(options: DemoOptions, env: Environment): Promise<DemoWorld> {
  const keys = readKeys(env)
  return keys ? realWorld(keys, options) : fakeWorld(options)
}

/** Enough of one artist for an import of some ten seconds: setlist.fm gives twenty setlists twice a second. */
const size = { artists: 60, headliner: { tracks: 400, setlists: 400, upcomingShows: 45 } } as const

const defaultSeed = 7
const otherArtistCount = 5

/** No answer of the sandbox takes longer unless it never comes. */
const timeoutMs = 4_000

async function fakeWorld({ artist, seed, tier, fault }: DemoOptions): Promise<DemoWorld> {
  const same = { size, seed: seed ?? defaultSeed, tier: tier ?? 'extended' } as const
  const calm = createSandbox({ ...same, limits: false })
  const sandbox = await createSandbox({
    ...same,
    latencyMs: { min: 60, max: 180 },
    ...(fault && { faults: fault }),
  }).listen()
  const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
  return {
    title: `a fake world over HTTP (seed ${same.seed}, Spotify tier ${same.tier}${fault ? `, fault ${fault}` : ''})`,
    artist: artist ?? { name: sandbox.world.artists[0]!.name },
    isReal: false,
    hints: [],
    services: {
      spotify: { ...spotify, timeoutMs },
      ticketmaster: { ...ticketmaster, timeoutMs },
      setlistfm: { ...setlistfm, timeoutMs },
      musicbrainz: { ...musicbrainz, timeoutMs },
    },
    scouting: calm.credentials,
    seed: same.seed,
    others: otherArtists(calm),
    settle: async () => {},
    close: sandbox.close,
  }
}

/** The best known artists but the headliner, from services without limits: their imports are not what is shown. */
function otherArtists({ world, credentials }: Sandbox): OtherArtists {
  const limits = { perSecond: null, perDay: null }
  const { spotify, ticketmaster, setlistfm, musicbrainz } = credentials
  return {
    references: world.artists
      .slice(1)
      .filter(({ attractionId, onSetlistfm }) => attractionId !== null && onSetlistfm)
      .toSorted((a, b) => b.popularity - a.popularity)
      .flatMap(({ spotifyId }) => (spotifyId === null ? [] : [{ spotifyId }]))
      .slice(0, otherArtistCount),
    services: {
      spotify: { ...spotify, limits },
      ticketmaster: { ...ticketmaster, limits },
      setlistfm: { ...setlistfm, limits },
      musicbrainz: { ...musicbrainz, limits },
    },
  }
}

function realWorld(keys: ServiceOptions, { artist, seed, tier, fault }: DemoOptions): DemoWorld {
  const foreign = seed !== null ? '--seed' : fault !== null ? '--fault' : null
  if (foreign) {
    const set = Object.values(keyNames).flat().join(', ')
    throw new UsageError(
      `${foreign} needs the fake world, and there are keys for the real one: unset ${set}.`,
    )
  }
  if (!artist) {
    throw new UsageError(
      "There are keys for the real services, which know no artist of the fake world: name one, as in --artist 'Radiohead'.",
    )
  }
  const { spotify, ...others } = keys
  const given: ServiceOptions = {
    ...others,
    ...(spotify && { spotify: tier ? { ...spotify, tier } : spotify }),
  }
  return {
    title: `the real services (${listOf(services.filter((service) => given[service]))})`,
    artist,
    isReal: true,
    hints: services
      .filter((service) => !given[service])
      .map(
        (service) =>
          `${serviceNames[service]} is left out: set ${keyNames[service].join(' and ')} to ask it.`,
      ),
    services: given,
    scouting: given,
    seed: defaultSeed,
    others: null,
    // The slowest service allows one request a second.
    settle: (signal) => sleep(1_000, undefined, { signal }),
    close: async () => {},
  }
}

const listOf = (names: readonly (keyof typeof serviceNames)[]) =>
  names.map((name) => serviceNames[name]).join(', ')
