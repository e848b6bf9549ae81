import { z } from 'zod'
import { systemClock } from '../../core/clock.ts'
import { InvalidInputError } from '../../core/errors.ts'
import type { Call, CallOptions } from '../../upstream/call.ts'
import { createUpstream } from '../../upstream/create-upstream.ts'
import type { ClientOptions } from '../../upstream/upstream.ts'
import { createAccounts, spotifyAccountsUrl } from './accounts.ts'
import { createCapabilityMap } from './capabilities.ts'
import { catalogVerbs } from './catalog.ts'
import { spotifyDefinition } from './definition.ts'
import { discoveryVerbs } from './discovery.ts'
import { estimateSpotifyCalls } from './estimate.ts'
import { checkSpotifyOptions, type SpotifyOptions } from './options.ts'
import { searchVerbs } from './search.ts'
import type { RawRequest, Spotify } from './spotify.ts'
import { createForeignTokenSource, createTokenSource, type TokenSource } from './token-source.ts'
import { createWire } from './wire.ts'

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
