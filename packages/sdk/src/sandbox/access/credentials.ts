import { localBaseUrl, realBaseUrl } from '../addresses.ts'
import type { ServiceName } from '../service-name.ts'

/** The keys that one sandbox accepts. */
export interface SandboxKeys {
  readonly spotifyClientId: string
  readonly spotifyClientSecret: string
  readonly ticketmasterApiKey: string
  readonly setlistfmApiKey: string
}

/** Keys of the shape the services hand out, with the seed in them: keys of another sandbox are refused. */
export function keysOf(seed: number): SandboxKeys {
  return {
    spotifyClientId: `sandbox-spotify-client-${seed}`,
    spotifyClientSecret: `sandbox-spotify-secret-${seed}`,
    ticketmasterApiKey: `sandbox-ticketmaster-key-${seed}`,
    setlistfmApiKey: `sandbox-setlistfm-key-${seed}`,
  }
}

/** What the clients need to call a sandbox; spread it into `createSetvote`, or one of its parts into a client. */
export interface SandboxCredentials {
  readonly spotify: {
    readonly clientId: string
    readonly clientSecret: string
    readonly baseUrl: string
    readonly accountsUrl: string
    /** Only before `listen()`: afterwards requests travel over the network. */
    readonly fetch?: typeof fetch
  }
  readonly ticketmaster: { readonly apiKey: string; readonly baseUrl: string; readonly fetch?: typeof fetch }
  readonly setlistfm: { readonly apiKey: string; readonly baseUrl: string; readonly fetch?: typeof fetch }
  readonly musicbrainz: {
    readonly userAgent: string
    readonly baseUrl: string
    readonly fetch?: typeof fetch
  }
}

/** Credentials for calls that go to the sandbox's `fetch` under the real addresses. */
export function credentialsInProcess(keys: SandboxKeys, sandboxFetch: typeof fetch): SandboxCredentials {
  return credentials(keys, realBaseUrl, { fetch: sandboxFetch })
}

/** Credentials for calls over the network to a sandbox that listens on `origin`. */
export function credentialsAt(keys: SandboxKeys, origin: string): SandboxCredentials {
  return credentials(keys, (service) => localBaseUrl(service, origin), {})
}

function credentials(
  keys: SandboxKeys,
  baseUrl: (service: ServiceName) => string,
  transport: { readonly fetch?: typeof fetch },
): SandboxCredentials {
  return {
    spotify: {
      clientId: keys.spotifyClientId,
      clientSecret: keys.spotifyClientSecret,
      baseUrl: baseUrl('spotify'),
      accountsUrl: baseUrl('spotify-accounts'),
      ...transport,
    },
    ticketmaster: { apiKey: keys.ticketmasterApiKey, baseUrl: baseUrl('ticketmaster'), ...transport },
    setlistfm: { apiKey: keys.setlistfmApiKey, baseUrl: baseUrl('setlistfm'), ...transport },
    musicbrainz: {
      userAgent: 'setvote-sandbox/1.0 (sandbox@example.org)',
      baseUrl: baseUrl('musicbrainz'),
      ...transport,
    },
  }
}
