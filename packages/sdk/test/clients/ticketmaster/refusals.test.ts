import { expect, it } from 'vitest'
import { createTicketmaster } from '../../../src/clients/ticketmaster/client.ts'
import { isSetvoteError } from '../../../src/core/errors.ts'
import type { LogFields, Logger } from '../../../src/core/logger.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { isUpstreamError, type UpstreamError } from '../../../src/upstream/errors.ts'
import { describeRecorded, readRecorded } from '../../support/recorded.ts'
import { memoryCacheEntries } from './support/memory-cache.ts'
import { type ScriptedAnswer, scriptedFetch } from './support/scripted-fetch.ts'

const apiKey = '7elxdku9GGG5k8j0Xm8KWdANDgecHMV0'
const spikeArrest = {
  status: 429,
  body: {
    fault: { faultstring: 'Spike arrest', detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' } },
  },
}
const found = { status: 200, body: { id: 'K8vZ9171Lz0', name: 'Slipknot' } }
const noon = '2026-11-21T12:00:00Z'
const resetAt = new Date('2026-11-22T07:30:00Z')

const quotaHeaders = (available: number) => ({
  'Rate-Limit': '5000',
  'Rate-Limit-Available': String(available),
  'Rate-Limit-Over': '0',
  'Rate-Limit-Reset': String(resetAt.getTime()),
})

function clientFor(...answers: readonly ScriptedAnswer[]) {
  const { fetch, requests } = scriptedFetch(({ path }, index) => {
    const answer = answers[Math.min(index, answers.length - 1)]!
    // What is found is what was asked for.
    return answer.body === found.body
      ? { ...answer, body: { ...found.body, id: path.split('/').at(-1) } }
      : answer
  })
  const clock = fakeClock(noon, { auto: true })
  const { logger, lines } = listeningLogger()
  const { cache, keys } = memoryCacheEntries()
  const client = createTicketmaster({ apiKey, fetch, clock, logger, cache, limits: { perSecond: null } })
  return { client, requests, clock, lines, keys }
}

function listeningLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  const write = (message: string, fields?: LogFields) => {
    lines.push(message, ...Object.values(fields ?? {}).map((value) => everything(value)))
  }
  return { lines, logger: { debug: write, info: write, warn: write, error: write } }
}

/** All that an error or a value would show when somebody printed it. */
function everything(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? String(value)
  const own = JSON.stringify(
    Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [name, Reflect.get(value, name)])),
  )
  return `${value.stack} ${own} ${value.cause === undefined ? '' : everything(value.cause)}`
}

async function refusalOf(promise: PromiseLike<unknown>): Promise<UpstreamError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isUpstreamError(error)) throw new Error('was not refused', { cause: error })
  return error
}

describeRecorded('refusals of Ticketmaster', () => {
  const quoted = readRecorded('ticketmaster', 'errors/quoted-in-public-docs.json') as {
    status: number
    body: object
    headers?: Record<string, string>
  }[]
  const [invalidKey, quotaViolation, tooDeep, tooLarge] = quoted.map(({ status, body }) => ({ status, body }))

  it('tells a wrong key, and does not try it again', async () => {
    const { client, requests } = clientFor(invalidKey!)
    const error = await refusalOf(client.attraction('K8vZ9171Lz0'))
    expect(error).toMatchObject({ code: 'unauthenticated', status: 401, endpoint: 'GET /attractions/{id}' })
    expect(requests).toHaveLength(1)
  })

  it('tells an unknown id (DIS1004) from a refused request, in the service’s words', async () => {
    const [recording] = readRecorded('ticketmaster', 'errors/404.DIS1004.nock.json') as [{ response: object }]
    const missing = clientFor({ status: 404, body: recording.response })
    expect(await refusalOf(missing.client.event('unknown-id'))).toMatchObject({ code: 'upstream-not-found' })
    for (const refusal of [tooDeep!, tooLarge!]) {
      const { client, requests } = clientFor(refusal)
      const error = await refusalOf(client.event('G5vYZ9'))
      expect(error.code).toBe('upstream-rejected')
      expect(error.message).toMatch(/Max paging depth|must be less than 200/)
      expect(requests).toHaveLength(1)
    }
  })

  it('waits half a second or so after a spike and goes on', async () => {
    const { client, requests, clock } = clientFor(spikeArrest, found)
    expect((await client.attraction('K8vZ9171Lz0')).name).toBe('Slipknot')
    expect(requests).toHaveLength(2)
    const waitedMs = clock.now().getTime() - Date.parse(noon)
    expect(waitedMs).toBeGreaterThanOrEqual(250)
    expect(waitedMs).toBeLessThan(5000)
  })

  it('stops for the day when the quota is used up, until the instant that the service named', async () => {
    const { client, requests } = clientFor({ ...found, headers: quotaHeaders(2400) }, quotaViolation!)
    await client.attraction('K8vZ9171Lz0')
    const error = await refusalOf(client.attraction('K8vZ917Kew0'))
    expect(error).toMatchObject({ code: 'rate-limited', scope: 'day', retryAt: resetAt })
    await refusalOf(client.attraction('K8vZ917Kew1'))
    expect(requests).toHaveLength(2)
  })

  it('reads a used-up quota behind a 401 as well', async () => {
    const { client } = clientFor({ ...quotaViolation!, status: 401 })
    expect(await refusalOf(client.attraction('K8vZ9171Lz0'))).toMatchObject({
      code: 'rate-limited',
      scope: 'day',
    })
  })

  it.each([
    [3, 1, 'day'],
    [2400, 2, 'second'],
  ])('reads an unlabelled 429 after %i calls left as that of the %ind kind', async (left, sent, scope) => {
    const { client, requests } = clientFor(
      { ...found, headers: quotaHeaders(left) },
      { status: 429, body: '' },
    )
    await client.attraction('K8vZ9171Lz0')
    const error = await refusalOf(client.attraction('K8vZ917Kew0'))
    expect(error).toMatchObject({ code: 'rate-limited', scope })
    expect(requests.length - 1).toBeGreaterThanOrEqual(sent)
  })

  it('takes an unlabelled 429 for a spike when the last count is of a day that is over', async () => {
    const { client, clock } = clientFor({ ...found, headers: quotaHeaders(3) }, { status: 429 }, found)
    await client.attraction('K8vZ9171Lz0')
    await clock.advance(24 * 3_600_000)
    expect((await client.attraction('K8vZ917Kew0')).name).toBe('Slipknot')
  })

  it('keeps to what the headers say is left of the day', async () => {
    const { client } = clientFor({ ...found, headers: quotaHeaders(4321) })
    await client.attraction('K8vZ9171Lz0')
    expect((await client.budget()).remainingToday).toBe(4321)
  })

  it('sends nothing more once the headers say that nothing is left', async () => {
    const { client, requests } = clientFor({ ...found, headers: quotaHeaders(0) })
    await client.attraction('K8vZ9171Lz0')
    const error = await refusalOf(client.attraction('K8vZ917Kew0'))
    expect(error).toMatchObject({ code: 'rate-limited', scope: 'day', retryAt: resetAt, attempts: 0 })
    expect(requests).toHaveLength(1)
  })

  it('counts refused requests against the day, as the service does', async () => {
    const { client } = clientFor(tooLarge!)
    await refusalOf(client.event('G5vYZ9'))
    expect((await client.budget()).remainingToday).toBe(4999)
  })

  it('repeats what the service failed at', async () => {
    const { client, requests } = clientFor(
      { status: 503, body: 'upstream connect error' },
      { status: 502 },
      found,
    )
    expect((await client.attraction('K8vZ9171Lz0')).name).toBe('Slipknot')
    expect(requests).toHaveLength(3)
  })

  it.each<[string, ScriptedAnswer]>([
    [
      'an error that repeats the key',
      {
        status: 429,
        body: {
          fault: {
            faultstring: `Rate limit quota violation. Quota limit  exceeded. Identifier : ${apiKey}`,
            detail: { errorcode: 'policies.ratelimit.QuotaViolation' },
          },
        },
      },
    ],
    [
      'a refusal whose detail repeats the address',
      {
        status: 400,
        body: {
          errors: [{ code: 'DIS1015', detail: `Bad request /discovery/v2/events?apikey=${apiKey}&size=1` }],
        },
      },
    ],
    [
      'an HTML page that repeats the address',
      { status: 500, body: `<h1>/discovery/v2/events?apikey=${apiKey}</h1>` },
    ],
    ['JSON cut off in the key', { status: 200, body: `{"_links":{"self":"?apikey=${apiKey}` }],
    ['JSON of another shape', { status: 200, body: { id: { apikey: apiKey } } }],
  ])('shows the key nowhere: %s', async (_, answer) => {
    const { client, lines, keys, requests } = clientFor(answer)
    const error = await refusalOf(client.attraction('K8vZ9171Lz0'))
    expect(requests[0]!.query.get('apikey')).toBe(apiKey)
    expect(isSetvoteError(error)).toBe(true)
    expect(
      [everything(error), ...lines, ...keys(), JSON.stringify(client.metrics())].join('\n'),
    ).not.toContain(apiKey)
  })

  it('keeps answers under a name without the key', async () => {
    const { client, keys } = clientFor(found)
    await client.attraction('K8vZ9171Lz0')
    expect(keys()).toHaveLength(1)
    expect(keys().join()).not.toContain(apiKey)
    expect((await client.attraction('K8vZ9171Lz0').withResponse()).response.fromCache).toBe(true)
  })

  it('shows the key nowhere when the network fails', async () => {
    const clock = fakeClock(noon, { auto: true })
    const client = createTicketmaster({
      apiKey,
      clock,
      fetch: async (input) => {
        throw new TypeError(`fetch failed: ${new Request(input).url}`)
      },
    })
    const error = await refusalOf(client.attraction('K8vZ9171Lz0'))
    expect(error.code).toBe('upstream-failed')
    expect(everything(error)).not.toContain(apiKey)
  })
})
