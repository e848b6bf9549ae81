import type { World } from '../world/world.ts'

/** One request to a service of the fake world, already stripped of the base address of that service. */
export interface SandboxRequest {
  readonly method: string
  /** Below the service's base, ids filled in: `/artists/4Z8W4fKeB5YxbusRsdQVPb`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  /** The raw body; empty for GET. */
  readonly body: string
  /** Where the caller believes the service lives, for links in answers: `https://api.spotify.com`. */
  readonly origin: string
}

/** What a service answers. A string body goes out as text, anything else as JSON. */
export interface SandboxAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
  /** The route with its placeholders, `/artists/{id}`, for a call log; empty when no route fits. */
  readonly template: string
}

/** What a Spotify app may do: see the regimes in the documentation of the sandbox. */
export type SpotifyTier = 'development' | 'legacy' | 'extended'

/** What an answer depends on besides the request. */
export interface ServiceContext {
  readonly world: World
  readonly tier: SpotifyTier
  readonly now: Date
}

/** A pure function from request to answer; credentials have been checked before it is asked. */
export type SandboxService = (request: SandboxRequest, context: ServiceContext) => SandboxAnswer
