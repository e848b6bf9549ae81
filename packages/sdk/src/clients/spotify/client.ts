import { z } from 'zod'
import { systemClock } from '../../core/clock.ts'
import { InvalidInputError } from '../../core/errors.ts'
import type { Call, CallOptions } from '../../upstream/call.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import type { ClientOptions, Upstream, UpstreamHealth } from '../../upstream/upstream.ts'
import { createAccounts, spotifyAccountsUrl } from './accounts.ts'
import { createCapabilityMap, type SpotifyCapabilities } from './capabilities.ts'
import { catalogVerbs } from './catalog.ts'
import { spotifyDefinition } from './definition.ts'
import { discoveryVerbs } from './discovery.ts'
import { estimateSpotifyCalls, type SpotifyWork } from './estimate.ts'
import { checkSpotifyOptions, type SpotifyAppOptions, type SpotifyFanOptions } from './options.ts'
import { searchVerbs } from './search.ts'
import { createForeignTokenSource, createTokenSource, type TokenSource } from './token-source.ts'
import type { RawRequest, SpotifyCatalogVerbs, SpotifyDiscoveryVerbs, SpotifySearchVerbs } from './verbs.ts'
import { createWire } from './wire.ts'

/** An app's own access, or access in the name of a fan. */
export type SpotifyOptions = SpotifyAppOptions | SpotifyFanOptions

/** A client of the Spotify Web API. */
export interface Spotify
  extends SpotifyCatalogVerbs,
    SpotifySearchVerbs,
    SpotifyDiscoveryVerbs,
    Pick<Upstream, 'metrics' | 'budget'> {
  /**
   * A GET request for what has no verb here: same token, pace, retries and errors.
   *
   * @example
   * const playlist = await spotify.request('/playlists/37i9dQZF1DX0XUsuxWHRQd', { schema: Playlist })
   */
  request<Schema extends z.ZodType = z.ZodUnknown>(
    path: string,
    request?: RawRequest<Schema>,
    options?: CallOptions,
  ): Call<z.output<Schema>>
  /**
   * Gets a token if none is in hand, so that the first call does not have to wait for it. An `AuthenticationError`
   * says that the credentials are wrong.
   */
  authenticate(): Promise<void>
  /** What the app may do, as far as answers have told by now. Makes no request. */
  capabilities(): SpotifyCapabilities
  /** How many requests some work takes, at most. Makes no request. */
  estimate(work: SpotifyWork): number
  /**
   * Whether calls can be made now, and what the app may do. `probe` spends one call to measure the latency; its
   * failure is reported, not thrown. @default no call
   */
  health(options?: { readonly probe?: boolean }): Promise<UpstreamHealth>
}

/**
 * Makes a client of the Spotify Web API. The first call fetches a token.
 *
 * What an app may do depends on its tier, which cannot be asked for: the client learns it from the answers, keeps
 * pages within what is allowed, fetches one by one what it may not fetch in batches, and gives an
 * `EndpointUnavailableError` for what the app may not use at all. `capabilities()` tells what it has learned.
 *
 * Throws `InvalidOptionsError` at once for wrong options; ids of other services are `InvalidInputError`s; everything
 * else is an `UpstreamError`. An artist or album other than the one asked for is an `UnexpectedResponseError`.
 *
 * @example
 * const spotify = createSpotify({ clientId: '…', clientSecret: '…' })
 * const artist = await spotify.artist('7Ln80lUS6He07XvHI8qqHH')
 * for await (const album of spotify.artistAlbums(artist.id, { groups: ['album'] })) console.log(album.name)
 */
export function createSpotify(options: SpotifyOptions): Spotify {
  checkSpotifyOptions(options)
  const { clientId, clientSecret, accessToken, tier = 'auto', market, accountsUrl, ...shared } = options
  const capabilities = createCapabilityMap(tier)
  const tokens = tokensOf(options, shared)
  const upstream = createUpstream(
    spotifyDefinition({
      appName: clientId ?? 'an app of its own',
      tokens,
      capabilities,
      secrets: clientSecret === undefined ? [] : [clientSecret],
    }),
    shared,
  )
  // Without a market, answers to a fan are those for the fan's country: they are nobody else's.
  const cacheable = accessToken === undefined || market !== undefined
  const wire = createWire(upstream, { capabilities, market, cacheable })
  const search = searchVerbs(wire)

  return {
    ...catalogVerbs(wire),
    ...search,
    ...discoveryVerbs(wire),
    request<Schema extends z.ZodType = z.ZodUnknown>(
      path: string,
      { query = {}, schema, cacheForMs = 0 }: RawRequest<Schema> = {},
      call: CallOptions = {},
    ): Call<z.output<Schema>> {
      const template = toTemplate(path)
      // Without a schema the type says `unknown`, which this is.
      const given = schema ?? (z.unknown() as z.ZodType as Schema)
      return wire.call({ path, template, query, schema: given, cacheForMs }, call)
    },
    async authenticate() {
      await tokens.get()
    },
    capabilities: capabilities.read,
    estimate: (work) => estimateSpotifyCalls(work, capabilities.read()),
    metrics: upstream.metrics,
    budget: upstream.budget,
    health: ({ probe = false } = {}) =>
      upstream.health(
        probe ? () => search.search('a', { types: ['artist'], limit: 1 }, { cache: 'reload' }) : undefined,
      ),
  }
}

function tokensOf(options: SpotifyOptions, shared: ClientOptions): TokenSource {
  const { accountsUrl = spotifyAccountsUrl } = options
  if (options.accessToken) return createForeignTokenSource(options.accessToken)
  const { clientId, clientSecret } = options
  const accounts = createAccounts({
    clientId,
    clientSecret,
    accountsUrl,
    factory: 'createSpotify',
    options: shared,
  })
  return createTokenSource(() => accounts.requestToken('client_credentials'), shared.clock ?? systemClock)
}

/** Names of spans, metrics and errors must not grow with the number of things asked for. */
function toTemplate(path: string): string {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new InvalidInputError(
      "Write the path below the API's address, such as spotify.request('/artists/7Ln80lUS6He07XvHI8qqHH')",
    )
  }
  return path.replace(/\/[A-Za-z0-9]{22}(?=\/|$)/g, '/{id}')
}
