import { lruCacheStore, silentLogger, systemClock } from '@setvote/sdk'
import { createSpotify, SpotifyArtist } from '@setvote/sdk/spotify'
import { createCache } from '../packages/sdk/src/cache/create-cache.ts'
import { systemRandom } from '../packages/sdk/src/core/random.ts'
import { withSpan } from '../packages/sdk/src/core/telemetry.ts'
import { authorized } from '../packages/sdk/src/upstream/authorized.ts'
import { createBudget } from '../packages/sdk/src/upstream/budget.ts'
import { budgeted } from '../packages/sdk/src/upstream/budgeted.ts'
import { cached, cacheKey } from '../packages/sdk/src/upstream/cached.ts'
import { classifyByStatus } from '../packages/sdk/src/upstream/classify.ts'
import { coalesced } from '../packages/sdk/src/upstream/coalesced.ts'
import { createBreaker } from '../packages/sdk/src/upstream/create-breaker.ts'
import { createLimiter } from '../packages/sdk/src/upstream/create-limiter.ts'
import { createDecode } from '../packages/sdk/src/upstream/decode.ts'
import type { UpstreamDefinition } from '../packages/sdk/src/upstream/definition.ts'
import { delivered } from '../packages/sdk/src/upstream/delivered.ts'
import { type Exchange, neverAborted } from '../packages/sdk/src/upstream/exchange.ts'
import { fetched } from '../packages/sdk/src/upstream/fetched.ts'
import { guarded } from '../packages/sdk/src/upstream/guarded.ts'
import { localQuotaStore } from '../packages/sdk/src/upstream/local-quota-store.ts'
import { createMeter } from '../packages/sdk/src/upstream/metrics.ts'
import { observed } from '../packages/sdk/src/upstream/observed.ts'
import { paced } from '../packages/sdk/src/upstream/paced.ts'
import { createRedactor } from '../packages/sdk/src/upstream/redact.ts'
import { remembered } from '../packages/sdk/src/upstream/remembered.ts'
import { retried } from '../packages/sdk/src/upstream/retried.ts'
import { createWaiting } from '../packages/sdk/src/upstream/waiting.ts'
import type { ArtistServer } from './children/artist-server.ts'
import { startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { type Contestant, interleaved } from './support/interleaved.ts'
import { compared, type Row } from './support/row.ts'
import { spotifyIds } from './support/spotify-ids.ts'

const rounds = 1500
const warmUp = 300

/**
 * What each layer of a call costs, at a server that answers at once: the layers are stacked as `createUpstream`
 * stacks them, every stack is measured in every round, and a layer costs what its stack takes more than the stack
 * below it. The baseline of each is a whole call.
 */
export async function* clientLayers(): AsyncGenerator<Row> {
  const server = await startChild<ArtistServer>('artist-server.ts', { delayMs: 0 })
  try {
    const stacks = stacksAt(server.ready.origin)
    const medians = await interleaved(stacks, { rounds, warmUp })
    const names = Object.keys(stacks)
    const whole = medians[names.at(-1)!]!
    explain(
      `client.layer: ${rounds} rounds; a whole call at a server that answers at once takes ${whole.toFixed(3)} ms`,
    )
    for (const [index, name] of names.entries()) {
      const below = index === 0 ? 0 : medians[names[index - 1]!]!
      yield compared(`client.layer.${name}`, medians[name]! - below, 'ms', 'a whole call', whole)
    }
  } finally {
    await server.stop()
  }
}

/** From the naked request to the whole client. */
function stacksAt(origin: string): Readonly<Record<string, Contestant>> {
  const baseUrl = `${origin}/v1`
  const clock = systemClock
  const logger = silentLogger
  const hooks = {}
  const meter = createMeter()
  const redact = createRedactor([])
  const waiting = createWaiting(clock)
  const limits = { perSecond: 10_000, perDay: null }
  const definition: UpstreamDefinition = {
    service: 'spotify',
    baseUrl,
    credentialKey: 'bench',
    defaultLimits: limits,
    authorize({ headers }) {
      headers.set('authorization', 'Bearer BQC4-a-token')
      return { invalidate() {} }
    },
  }
  const quota = localQuotaStore()
  const budget = createBudget({ quota, shared: false, definition, limits, clock })

  const nextId = spotifyIds()
  const urlOf = (id: string) => `${baseUrl}/artists/${id}`
  const plainHeaders = () => new Headers({ accept: 'application/json', authorization: 'Bearer BQC4-a-token' })
  const plain = async () => {
    const response = await fetch(urlOf(nextId()), { headers: plainHeaders() })
    return JSON.parse(await response.text())
  }

  const request = fetched({
    fetch: undefined,
    classify: classifyByStatus,
    service: 'spotify',
    clock,
    meter,
    hooks,
    logger,
    redact,
  })
  const limited = paced(request, createLimiter({ ...limits, gate: budget.mayStart, clock }), clock)
  const signed = authorized(limited, { baseUrl, definition, clock, redact })
  const guardedRequest = guarded(
    budgeted(signed, { budget, waiting, clock, random: systemRandom, logger }),
    createBreaker({ clock }),
  )
  const persistent = retried(remembered(guardedRequest), {
    retries: 3,
    explain: () => null,
    waiting,
    clock,
    random: systemRandom,
    meter,
    hooks,
    logger,
  })
  const decode = createDecode({ strict: false, meter, hooks, logger, redact })
  const read = delivered(observed(persistent, hooks, logger), decode)
  const cache = createCache({ primary: lruCacheStore(), clock, logger })
  const answered = cached(read, { cache, baseUrl, decode, meter, logger })
  const shared = coalesced(answered, { keyOf: (exchange) => cacheKey(exchange, baseUrl), clock })

  const exchange = (): Exchange => {
    const id = nextId()
    return {
      service: 'spotify',
      endpoint: 'GET /artists/{id}',
      call: {
        path: `/artists/${id}`,
        template: '/artists/{id}',
        schema: SpotifyArtist,
        cacheForMs: 3_600_000,
      },
      method: 'GET',
      lane: 'interactive',
      timeoutMs: 10_000,
      deadlineAt: Number.POSITIVE_INFINITY,
      signal: neverAborted,
      repeatable: true,
      attempts: 0,
      waitLeftMs: 30_000,
      slowDowns: 0,
      prepared: null,
    }
  }
  const prepared = (): Exchange => {
    const made = exchange()
    made.prepared = {
      url: `${baseUrl}${made.call.path}`,
      headers: plainHeaders(),
      authorization: undefined,
    }
    return made
  }
  const client = createSpotify({
    clientId: 'bench',
    clientSecret: 'bench',
    baseUrl,
    accountsUrl: origin,
    cache: lruCacheStore(),
    limits,
  })

  return {
    fetch: plain,
    telemetry: () =>
      withSpan('GET /artists/{id}', { 'setvote.service': 'spotify' }, async (annotate) => {
        const answer = await plain()
        annotate({ 'http.response.status_code': 200 })
        return answer
      }),
    // With what it takes to know what the answer means: one clock, one verdict, one measurement.
    ky: async () => JSON.parse((await request(prepared())).answer!.text),
    limiter: async () => JSON.parse((await limited(prepared())).answer!.text),
    authorization: async () => JSON.parse((await signed(exchange())).answer!.text),
    'quota-and-breaker': async () => JSON.parse((await guardedRequest(exchange())).answer!.text),
    retry: async () => JSON.parse((await persistent(exchange())).text),
    // Takes the place of `JSON.parse`, so it is what validation and the look for drift add to that.
    schema: () => read(exchange()),
    cache: () => answered(exchange()),
    coalescing: () => shared(exchange(), undefined),
    verb: () => client.artist(nextId()),
  }
}
