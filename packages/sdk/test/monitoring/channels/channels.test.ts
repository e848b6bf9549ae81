import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hours, minutes } from '../../../src/core/duration.ts'
import { hasCode } from '../../../src/core/errors.ts'
import type { AlertNotice } from '../../../src/monitoring/alert-channel.ts'
import { pagerDuty } from '../../../src/monitoring/channels/pager-duty.ts'
import { slack } from '../../../src/monitoring/channels/slack.ts'
import { verifyWebhook } from '../../../src/monitoring/channels/verify-webhook.ts'
import { webhook } from '../../../src/monitoring/channels/webhook.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { json, startServer, type TestServer, text } from '../../upstream/support/server.ts'
import { after, noon } from '../support/runs.ts'

const notice: AlertNotice = {
  id: 'ntc_1',
  kind: 'opened',
  key: 'missed-run:sync',
  rule: 'missed-run',
  subject: 'sync',
  severity: 'critical',
  title: 'sync <missed> its run & more',
  details: Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [`Name ${n}`, `<!channel> ${'x'.repeat(3000)}`]),
  ),
  openedAt: noon,
  at: after(hours(2)),
}
const { signal } = new AbortController()

let server: TestServer
const takes = (): void => {
  server.answer = (_request, response) => text(response, 'ok')
}
beforeAll(async () => {
  server = await startServer(() => {})
})
beforeEach(() => {
  server.requests.length = 0
  takes()
})
afterAll(() => server.close())

const failureOf = async (sending: Promise<void>): Promise<Error> => {
  const error: unknown = await sending.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(hasCode(error, 'channel-failed')).toBe(true)
  return error as Error
}
const shown = (error: Error) =>
  `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`

/** Block Kit, as far as a message of alerts uses it, with its limits. */
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean() })
const markdown = z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(2000) })
const SlackMessage = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('header'), text: plain(150) }),
        z.strictObject({ type: z.literal('section'), fields: z.array(markdown).min(1).max(10) }),
        z.strictObject({ type: z.literal('context'), elements: z.array(markdown).min(1).max(10) }),
      ]),
    )
    .max(50),
})

/** Events API v2, as documented. */
const dedup = z.string().min(1).max(255)
const PagerDutyEvent = z.discriminatedUnion('event_action', [
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.literal('trigger'),
    dedup_key: dedup,
    client: z.string(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string(),
      class: z.string(),
      custom_details: z.record(z.string(), z.string()),
    }),
  }),
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.literal('resolve'),
    dedup_key: dedup,
  }),
])

describe('Slack', () => {
  const url = () => `${server.url}/services/T0001/B0001/hiddenhiddenhidden`

  it('is sent what Slack documents, within its limits, and mentions nobody', async () => {
    const kinds = ['opened', 'escalated', 'reminder', 'recovered'] as const
    const channel = slack({ webhookUrl: url() })
    for (const kind of kinds)
      await channel.send({ ...notice, kind, title: `${notice.title}${'!'.repeat(200)}` }, { signal })
    await channel.send({ ...notice, details: {} }, { signal })
    expect(server.requests).toHaveLength(5)
    for (const request of server.requests) {
      expect(request.headers['content-type']).toBe('application/json')
      const message = SlackMessage.parse(JSON.parse(request.body))
      expect(message.text).toContain('sync &lt;missed&gt; its run &amp; more')
      expect(JSON.stringify(message.blocks.slice(1))).not.toContain('<!channel>')
    }
    expect(SlackMessage.parse(JSON.parse(server.requests[3]!.body)).text).toMatch(/^🟢 Over after 2 h: /)
  })

  it('that refuses is an error with its answer, without the address', async () => {
    server.answer = (_request, response) => text(response, 'no_service', 404)
    const error = await failureOf(slack({ webhookUrl: url() }).send(notice, { signal }))
    expect(error.message).toBe('Slack answered 404: no_service')
    server.answer = (request, response) =>
      text(response, `cannot post ${request.url} to hiddenhiddenhidden`, 500)
    expect(shown(await failureOf(slack({ webhookUrl: url() }).send(notice, { signal })))).not.toContain(
      'hidden',
    )
  })

  it('that points elsewhere is not followed', async () => {
    server.answer = (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end()
    expect((await failureOf(slack({ webhookUrl: url() }).send(notice, { signal }))).message).toContain('307')
    expect(server.requests).toHaveLength(1)
  })

  it('that is not there is an error without the address', async () => {
    const channel = slack({ webhookUrl: 'http://127.0.0.1:9/services/hiddenhidden' })
    expect(shown(await failureOf(channel.send(notice, { signal })))).not.toMatch(/hidden|127\.0\.0\.1/)
  })

  it('that does not answer is left when the signal says so', async () => {
    server.answer = () => {}
    const stop = new AbortController()
    const sending = slack({ webhookUrl: url() }).send(notice, { signal: stop.signal })
    stop.abort()
    await failureOf(sending)
  })
})

describe('PagerDuty', () => {
  const routingKey = 'hiddenhiddenhiddenhiddenhidden12'
  const channel = () => pagerDuty({ routingKey, url: `${server.url}/v2/enqueue` })

  it('is sent events of v2: one incident from trigger to resolve', async () => {
    server.answer = (_request, response) =>
      json(response, { status: 'success', message: 'Event processed' }, 202)
    for (const kind of ['opened', 'escalated', 'reminder', 'recovered'] as const) {
      await channel().send({ ...notice, kind }, { signal })
    }
    const events = server.requests.map(({ body }) => PagerDutyEvent.parse(JSON.parse(body)))
    expect(events.map(({ event_action }) => event_action)).toEqual([
      'trigger',
      'trigger',
      'trigger',
      'resolve',
    ])
    expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set(['setvote:missed-run:sync']))
    expect(events[0]).toMatchObject({
      payload: { severity: 'critical', component: 'sync', timestamp: noon.toISOString() },
    })
    const long = { ...notice, title: 'x'.repeat(5000), key: `missed-run:${'y'.repeat(900)}` }
    await channel().send(long, { signal })
    expect(PagerDutyEvent.safeParse(JSON.parse(server.requests[4]!.body)).success).toBe(true)
  })

  it('that refuses is an error without the routing key', async () => {
    const errors = [`'routing_key' ${routingKey} is invalid`]
    server.answer = (_request, response) => json(response, { status: 'invalid event', errors }, 400)
    const error = await failureOf(channel().send(notice, { signal }))
    expect(error.message).toContain('PagerDuty answered 400')
    expect(shown(error)).not.toContain('hidden')
  })
})

describe('a webhook', () => {
  const secret = 'hidden-secret-of-16-or-more'
  const clock = fakeClock(noon)
  const channel = (more = {}) => webhook({ url: `${server.url}/alerts`, secret, clock, ...more })
  const received = async (more = {}) => {
    await channel(more).send(notice, { signal })
    const { headers, body } = server.requests.at(-1)!
    return { headers, body, clock }
  }

  it('carries the notice, signed as any receiver can check by hand', async () => {
    const { headers, body } = await received()
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(notice)))
    expect(headers['setvote-timestamp']).toBe(String(noon.getTime() / 1000))
    const expected = createHmac('sha256', secret)
      .update(`${headers['setvote-timestamp']}.${body}`)
      .digest('hex')
    expect(headers['setvote-signature']).toBe(`v1=${expected}`)
  })

  it('is valid for who has the secret, with umlauts and all, by headers of Node and of fetch', async () => {
    const request = await received()
    expect(await verifyWebhook({ ...request, secret })).toEqual({ status: 'valid' })
    const headers = new Headers(request.headers as Record<string, string>)
    expect(await verifyWebhook({ ...request, headers, secret: ['another secret', secret] })).toEqual({
      status: 'valid',
    })
  })

  it('is valid for both while one secret replaces another', async () => {
    const request = await received({ secret: [secret, 'the-new-one-with-16'] })
    for (const known of [secret, 'the-new-one-with-16']) {
      expect(await verifyWebhook({ ...request, secret: known })).toEqual({ status: 'valid' })
    }
  })

  it('is not valid when anything is changed, missing or made up', async () => {
    const request = await received()
    const { headers } = request
    const signature = String(headers['setvote-signature'])
    const wrong = { status: 'invalid', reason: 'wrong-signature' }
    const unsigned = { status: 'invalid', reason: 'unsigned' }
    const withSignature = (text: string | undefined) => ({ ...headers, 'setvote-signature': text })
    expect(await verifyWebhook({ ...request, secret: 'another secret' })).toEqual(wrong)
    expect(await verifyWebhook({ ...request, body: `${request.body} `, secret })).toEqual(wrong)
    const later = { ...headers, 'setvote-timestamp': String(noon.getTime() / 1000 + 1) }
    expect(await verifyWebhook({ ...request, headers: later, secret })).toEqual(wrong)
    for (const text of [
      signature.slice(0, -2),
      signature.replace('v1', 'v0'),
      `${signature}00`,
      'v1=',
      'v1=zz',
      ',,,',
    ]) {
      expect(await verifyWebhook({ ...request, headers: withSignature(text), secret })).toEqual(wrong)
    }
    expect(await verifyWebhook({ ...request, headers: withSignature(undefined), secret })).toEqual(unsigned)
    const noTime = { ...headers, 'setvote-timestamp': 'now' }
    expect(await verifyWebhook({ ...request, headers: noTime, secret })).toEqual(unsigned)
  })

  it('is not valid when it is old, or from a clock that is far ahead', async () => {
    const request = await received()
    const at = (ms: number) => ({ ...request, secret, clock: fakeClock(after(ms)) })
    expect(await verifyWebhook(at(minutes(5)))).toEqual({ status: 'valid' })
    expect(await verifyWebhook(at(minutes(5) + 1))).toEqual({ status: 'invalid', reason: 'too-old' })
    expect(await verifyWebhook(at(-minutes(5) - 1))).toEqual({ status: 'invalid', reason: 'from-the-future' })
    expect(await verifyWebhook({ ...at(minutes(9)), toleranceMs: minutes(10) })).toEqual({ status: 'valid' })
  })

  it('that is not taken is an error without secret and address', async () => {
    server.answer = (_request, response) => text(response, `${secret} is wrong`, 401)
    const error = await failureOf(channel().send(notice, { signal }))
    expect(error.message).toContain('The webhook answered 401')
    expect(shown(error)).not.toContain('hidden')
  })
})

it('channels refuse options that cannot be meant, without repeating them', () => {
  for (const make of [
    () => slack({ webhookUrl: 'hidden' }),
    () => slack({ webhookUrl: 'ftp://hidden.example.org' }),
    () => slack({} as { webhookUrl: string }),
    () => pagerDuty({ routingKey: '' }),
    () => pagerDuty({ routingKey: 'x', url: 'hidden' }),
    () => webhook({ url: 'hidden', secret: 'x'.repeat(16) }),
    () => webhook({ url: 'https://example.org', secret: 'hidden' }),
    () => webhook({ url: 'https://example.org', secret: [] }),
  ]) {
    expect(make).toThrow(
      expect.toSatisfy((error) => hasCode(error, 'invalid-options') && !String(error).includes('hidden')),
    )
  }
})
