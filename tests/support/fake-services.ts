import type { ImportClients } from '@setvote/sdk'
import { createMusicbrainz } from '@setvote/sdk/musicbrainz'
import { createSandbox, type Sandbox, type SandboxOptions } from '@setvote/sdk/sandbox'
import { createSetlistfm } from '@setvote/sdk/setlistfm'
import { createSpotify } from '@setvote/sdk/spotify'
import { createTicketmaster } from '@setvote/sdk/ticketmaster'

/** Clients of all services. */
export type AllClients = { readonly [Service in keyof ImportClients]-?: NonNullable<ImportClients[Service]> }

/** A day that the fake worlds of these tests are made for. */
export const today = '2026-11-21'

/** The fake world without pace or latency, and clients that call it in process. */
export function openServices(options: SandboxOptions = {}): {
  readonly sandbox: Sandbox
  readonly clients: AllClients
} {
  const sandbox = createSandbox({ today, limits: false, ...options })
  return { sandbox, clients: clientsOf(sandbox) }
}

/** New clients, as another process would have them. */
export function clientsOf({ credentials }: Pick<Sandbox, 'credentials'>): AllClients {
  const unpaced = { limits: { perSecond: null, perDay: null } }
  return {
    spotify: createSpotify({ ...credentials.spotify, ...unpaced }),
    ticketmaster: createTicketmaster({ ...credentials.ticketmaster, ...unpaced }),
    setlistfm: createSetlistfm({ ...credentials.setlistfm, ...unpaced }),
    musicbrainz: createMusicbrainz({ ...credentials.musicbrainz, ...unpaced }),
  }
}
