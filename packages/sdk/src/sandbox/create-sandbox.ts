import type { RequestHandler } from 'msw'
import { InvalidInputError } from '../core/errors.ts'
import { credentialsAt, credentialsInProcess, keysOf, type SandboxCredentials } from './access/credentials.ts'
import { createGate } from './access/gate.ts'
import { createSpotifyTokens } from './access/spotify-tokens.ts'
import { createCallLog, type SandboxCall } from './call-log.ts'
import { listen } from './delivery/listen.ts'
import { createMswHandlers } from './delivery/msw-handlers.ts'
import { createSandboxFetch } from './delivery/sandbox-fetch.ts'
import { createFaultPlan } from './faults/fault-plan.ts'
import { createOtherArtist } from './faults/other-artist.ts'
import { createLatency } from './latency.ts'
import { limitsOf } from './limits/limits.ts'
import { createMeter } from './limits/meter.ts'
import { parseOptions, type SandboxOptions } from './options.ts'
import { createReceiver } from './receiver.ts'
import type { ServiceName } from './service-name.ts'
import { answerMusicbrainz } from './services/musicbrainz.ts'
import type { SandboxService } from './services/service.ts'
import { answerSetlistfm } from './services/setlistfm.ts'
import { answerSpotify } from './services/spotify.ts'
import { answerSpotifyAccounts } from './services/spotify-accounts.ts'
import { answerTicketmaster } from './services/ticketmaster.ts'
import { createWorld } from './world/create-world.ts'
import { passDays } from './world/pass-days.ts'
import type { World } from './world/world.ts'

/** A fake world that answers as Spotify, Ticketmaster, setlist.fm and MusicBrainz do. */
export interface Sandbox {
  /** The truth behind the answers, to compare with what came out of them. */
  readonly world: World
  /** What the clients need to call this sandbox. */
  readonly credentials: SandboxCredentials
  /**
   * Answers requests to the real addresses (`https://api.spotify.com/v1/…`) and to the paths of its own server
   * (`/spotify/v1/…`, on any host) without a network. Rejects as `fetch` does where a fault breaks the
   * connection, and with an `InvalidInputError` for any other address.
   */
  readonly fetch: typeof fetch
  /** Handlers for msw, which has to be installed, over the real addresses. */
  mswHandlers(): Promise<RequestHandler[]>
  /** Opens a real HTTP server on loopback. @default a free port. Node only. */
  listen(options?: { readonly port?: number }): Promise<ListeningSandbox>
  /** Every request so far, in the order of arrival. */
  calls(): SandboxCall[]
  callsByService(): Record<ServiceName, number>
  /**
   * Lets days pass up to this one, `YYYY-MM-DD`: shows are played and written down, new ones are announced. `world`
   * is another one then. An earlier day changes nothing.
   */
  advanceTo(day: string): void
  /** Empties the call log, refills the limits and starts the faults anew. Tokens stay valid. */
  reset(): void
}

/** A sandbox behind a real HTTP server: its `credentials` point there. */
export interface ListeningSandbox extends Sandbox {
  /** `http://127.0.0.1:4711` */
  readonly origin: string
  /** Ends every connection, stalled ones too. */
  close(): Promise<void>
}

const services: Readonly<Record<ServiceName, SandboxService>> = {
  spotify: answerSpotify,
  'spotify-accounts': answerSpotifyAccounts,
  ticketmaster: answerTicketmaster,
  setlistfm: answerSetlistfm,
  musicbrainz: answerMusicbrainz,
}

/**
 * Makes a fake world, the same for the same seed, size and day.
 *
 * Throws an `InvalidOptionsError` that shows what to write when the options cannot be meant.
 *
 * @example
 * const sandbox = await createSandbox({ seed: 7, faults: 'flaky' }).listen()
 * const spotify = createSpotify(sandbox.credentials.spotify)
 * await sandbox.close()
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed, size, today, clock, tier, latencyMs, limits, faults } = parseOptions(options)
  let world = createWorld({ seed, size, today })
  const keys = keysOf(seed)
  const tokens = createSpotifyTokens()
  const log = createCallLog()
  const plan = createFaultPlan(faults)
  let meter = createMeter(limitsOf(limits, tier))
  const receive = createReceiver({
    answer: (service, request, now) => services[service](request, { world, tier, now }),
    otherArtist: createOtherArtist(world),
    keys,
    gate: createGate(keys, tokens),
    tokens,
    meter: () => meter,
    faults: plan,
    latency: createLatency(latencyMs, seed),
    log,
    clock,
  })
  const sandboxFetch = createSandboxFetch(receive)
  const sandbox: Sandbox = {
    get world() {
      return world
    },
    credentials: credentialsInProcess(keys, sandboxFetch),
    fetch: sandboxFetch,
    mswHandlers: () => createMswHandlers(sandboxFetch),
    async listen({ port = 0 } = {}) {
      const { origin, close } = await listen(receive, port)
      const listening = { ...sandbox, credentials: credentialsAt(keys, origin), origin, close }
      return Object.defineProperty(listening, 'world', { get: () => world, enumerable: true })
    },
    calls: () => log.calls(),
    callsByService: () => log.callsByService(),
    advanceTo(day) {
      world = passDays(world, checkDay(day))
    },
    reset() {
      log.clear()
      plan.rewind()
      meter = createMeter(limitsOf(limits, tier))
    },
  }
  return sandbox
}

function checkDay(day: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))) return day
  throw new InvalidInputError(`A day to advance to looks like '2026-11-28', not '${day}'`)
}
