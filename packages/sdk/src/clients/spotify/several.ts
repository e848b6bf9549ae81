import pMap from 'p-map'
import { chunked } from '../../core/chunked.ts'
import type { Call, CallOptions, ResponseFacts, UpstreamAnswer } from '../../upstream/call.ts'
import { createCall } from '../../upstream/create-call.ts'
import {
  EndpointUnavailableError,
  UnexpectedResponseError,
  UpstreamNotFoundError,
} from '../../upstream/errors.ts'
import type { CapabilityMap, SpotifyFeature } from './capabilities.ts'

/** How one kind of thing is asked for: one by its id, or many by theirs. */
export interface Family<Item extends { readonly id: string }> {
  readonly feature: SpotifyFeature
  readonly batchSize: number
  /** The things in the order of the ids, null for the unknown ones. */
  batch(ids: readonly string[], options: CallOptions): Call<readonly (Item | null)[]>
  single(id: string, options: CallOptions): Call<Item>
  /** Whether this is an answer to that id. */
  answers(item: Item, id: string): boolean
}

/** Fetches many things of one family by id. */
export type Several<Item> = (ids: readonly string[], options: CallOptions) => Call<(Item | null)[]>

/** Single requests on their way at once, where batches are not allowed. */
const singlesAtOnce = 5
const batchesAtOnce = 3

/**
 * By batches where the app may use them, else one by one. The answer keeps the order of the ids, with null for
 * unknown ones; an id given twice is asked for once.
 *
 * While nobody knows what the app may do, the first thing is asked for alone: its fields tell, and nothing that
 * is forbidden has to be tried. A batch that is refused all the same is tried once, however many callers there are.
 */
export function createSeveral<Item extends { readonly id: string }>(
  family: Family<Item>,
  capabilities: CapabilityMap,
): Several<Item> {
  const { feature, batchSize } = family
  /** The first batch under way, for as long as no answer has proved that batches work. */
  let trial: Promise<unknown> | null = null

  async function fetchSingle(
    id: string,
    options: CallOptions,
  ): Promise<UpstreamAnswer<readonly [Item | null]>> {
    try {
      const { data, response } = await family.single(id, options).withResponse()
      return { data: [data], response }
    } catch (error) {
      if (!(error instanceof UpstreamNotFoundError)) throw error
      return { data: [null], response: factsOf(error) }
    }
  }

  /** Null when batches turn out not to be for this app. */
  async function fetchBatch(ids: readonly string[], options: CallOptions) {
    try {
      const answer = await family.batch(ids, options).withResponse()
      checkBatch(family, ids, answer)
      return answer
    } catch (error) {
      if (error instanceof EndpointUnavailableError) return null
      throw error
    }
  }

  async function tryBatch(ids: readonly string[], options: CallOptions) {
    while (trial && !capabilities.isProven(feature)) await trial
    if (capabilities.of(feature) === 'unavailable') return null
    if (capabilities.isProven(feature)) return fetchBatch(ids, options)
    const mine = fetchBatch(ids, options)
    const settled = mine.then(
      () => {},
      () => {},
    )
    trial = settled
    settled.then(() => {
      trial = null
    })
    return mine
  }

  async function fetchAll(
    ids: readonly string[],
    options: CallOptions,
  ): Promise<UpstreamAnswer<(Item | null)[]>> {
    const found = new Map<string, Item | null>()
    const responses: ResponseFacts[] = []
    const keep = (asked: readonly string[], answer: UpstreamAnswer<readonly (Item | null)[]>): void => {
      asked.forEach((id, index) => {
        found.set(id, answer.data[index] ?? null)
      })
      responses.push(answer.response)
    }
    const missing = (): string[] => [...new Set(ids)].filter((id) => !found.has(id))

    const [first] = missing()
    if (first !== undefined && capabilities.of(feature) === 'unknown')
      keep([first], await fetchSingle(first, options))
    const [firstChunk, ...chunks] = missing().length > 1 ? chunked(missing(), batchSize) : []
    if (firstChunk && capabilities.of(feature) !== 'unavailable') {
      const work = async (chunk: readonly string[]) => {
        const answer = await tryBatch(chunk, options)
        if (answer) keep(chunk, answer)
      }
      await work(firstChunk)
      await pMap(chunks, work, { concurrency: batchesAtOnce })
    }
    await pMap(missing(), async (id) => keep([id], await fetchSingle(id, options)), {
      concurrency: singlesAtOnce,
    })
    return { data: ids.map((id) => found.get(id) ?? null), response: together(responses) }
  }

  return (ids, options) => createCall(() => fetchAll(ids, options))
}

function checkBatch<Item extends { readonly id: string }>(
  family: Family<Item>,
  ids: readonly string[],
  { data, response }: UpstreamAnswer<readonly (Item | null)[]>,
): void {
  const fits =
    data.length === ids.length && data.every((item, at) => item === null || family.answers(item, ids[at]!))
  if (fits) return
  throw new UnexpectedResponseError(
    `spotify: a batch (${family.feature}) answered other things than were asked for`,
    {
      service: 'spotify',
      endpoint: `batch ${family.feature}`,
      status: response.status,
      requestId: response.requestId,
      attempts: response.attempts,
    },
  )
}

/** What is told about several responses: the last one, and the sum of what they took. */
export function together(responses: readonly ResponseFacts[]): ResponseFacts {
  const last = responses.at(-1)
  return {
    status: last?.status ?? 200,
    headers: last?.headers ?? new Headers(),
    requestId: last?.requestId ?? null,
    attempts: responses.reduce((sum, { attempts }) => sum + attempts, 0),
    fromCache: responses.length > 0 && responses.every(({ fromCache }) => fromCache),
    durationMs: responses.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
}

const factsOf = ({ status, requestId, attempts }: UpstreamNotFoundError): ResponseFacts => ({
  status: status ?? 404,
  headers: new Headers(),
  requestId,
  attempts,
  fromCache: false,
  durationMs: 0,
})
