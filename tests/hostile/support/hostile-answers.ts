import fc from 'fast-check'
import { anyJson, mutated } from './hostile-json.ts'

/** What a service may send instead of what it promised. */
export interface HostileAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** `cut` breaks off in the middle of a body; `refused` is no answer at all. */
  readonly body: string | Uint8Array<ArrayBuffer> | { readonly cut: string } | { readonly refused: unknown }
}

const page = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`

const notJson: fc.Arbitrary<HostileAnswer['body']> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\uFEFF',
    'null',
    'undefined',
    'NaN',
    '{',
    '[',
    '"',
    '{}{}',
    'Too many requests',
    "{'a':1}",
  ),
  fc.constantFrom('502 Bad Gateway', 'Access Denied', 'Just a moment...').map(page),
  fc.string({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
  fc.constantFrom('['.repeat(100_000), '{"a":'.repeat(50_000), `${'['.repeat(60_000)}${']'.repeat(60_000)}`),
)

/** JSON that was understood up to a point. */
const truncated = (whole: fc.Arbitrary<string>): fc.Arbitrary<HostileAnswer['body']> =>
  fc.tuple(whole, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()).map(([text, share, isCut]) => {
    const part = text.slice(0, Math.floor(text.length * share))
    return isCut ? { cut: part } : part
  })

/** As `fetch` rejects, and as it should not. */
const refusals: readonly unknown[] = [
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  }),
  new DOMException('The operation was aborted', 'AbortError'),
  new RangeError('no reason'),
  'a text',
  null,
  undefined,
  { status: 200 },
]

/** Errors in the words of the four services, whose words have consequences. */
const errorBodies: readonly unknown[] = [
  { error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' } },
  { error: { status: 400, message: 'Invalid limit' } },
  { error: { status: 401, message: 'The access token expired' } },
  { error: { status: 403 } },
  { error: 'invalid_grant', error_description: 'Refresh token revoked' },
  { error: 'invalid_client' },
  { error: 'Your requests are exceeding the allowable rate limit.' },
  { fault: { faultstring: 'x', detail: { errorcode: 'policies.ratelimit.QuotaViolation' } } },
  { fault: { faultstring: 'x', detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' } } },
  { errors: [{ code: 'DIS1035', detail: 'Max paging depth exceeded.', status: '400 BAD_REQUEST' }] },
  { code: 404, status: 'Not Found', message: 'not found', timestamp: '2016-12-08T17:52:48.817+0000' },
]

const headerText = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 30,
  })
  .map((value) => value.replaceAll('\x7F', ''))

const retryAfter = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '5',
    '29',
    '31',
    '-1',
    '1.5',
    '1e9',
    '86400',
    '99999999999999999999999',
    'Infinity',
    'NaN',
    '',
  ),
  fc.nat().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom(
    'Sat, 21 Nov 2026 12:00:10 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'tomorrow',
    'Mon',
    '2026-13-45',
  ),
  headerText,
)

const wholeNumber = fc.oneof(
  fc.constantFrom('0', '-1', '1e3', '4997', '1795262400000', '99999999999999999999'),
  headerText,
)

const headers = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'text/html; charset=utf-8',
        'application/xml',
        'image/png',
        'application/json;charset=no-such',
      ),
      headerText,
    ),
    'retry-after': retryAfter,
    'rate-limit-available': wholeNumber,
    'rate-limit-reset': wholeNumber,
    'content-length': fc.constantFrom('0', '17', '999999999999', '-5', 'x'),
    'x-request-id': headerText,
    date: headerText,
  },
  { requiredKeys: [] },
)

const status = fc.oneof(
  { weight: 14, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constantFrom(400, 401, 403, 404, 429, 500, 503) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
)

/** An answer to a question whose good answers are `bodies`. */
export function hostileAnswer(bodies: readonly unknown[]): fc.Arbitrary<HostileAnswer> {
  const good = mutated(bodies)
  const body = fc.oneof(
    { weight: 90, arbitrary: good as fc.Arbitrary<HostileAnswer['body']> },
    { weight: 10, arbitrary: anyJson },
    { weight: 6, arbitrary: mutated(errorBodies) },
    { weight: 6, arbitrary: truncated(good) },
    { weight: 6, arbitrary: notJson },
    { weight: 1, arbitrary: fc.constantFrom(...refusals).map((refused) => ({ refused })) },
  )
  return fc.record({ status, headers, body })
}
