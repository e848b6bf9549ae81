import { z } from 'zod'
import { serviceNames } from '../service-name.ts'

const times = z.custom<number>(
  (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) > 0),
  'must be a whole number above 0, or Infinity',
)

/** When a fault strikes: which calls it looks at, and which of these it spoils. */
const timing = {
  /** What the call log says; the kind when left out. */
  name: z.string().min(1).optional(),
  service: z.enum(serviceNames),
  /** Only calls of this route, with its placeholders: `/artists/{id}/albums`. All routes when left out. */
  template: z.string().startsWith('/').optional(),
  /** Matching calls that are answered honestly before the fault begins. @default 0 */
  after: z.int().nonnegative().optional(),
  /** 3 spoils every third matching call. @default 1 */
  every: z.int().positive().optional(),
  /** Calls to spoil; `Infinity` never ends. @default 1 */
  times: times.optional(),
}

function kind<Kind extends string>(name: Kind) {
  return z.strictObject({ kind: z.literal(name), ...timing })
}

const place = z.enum(['headers', 'body']).optional()

/** A scripted failure of one service. */
export const Fault = z.discriminatedUnion('kind', [
  /** 429 with `Retry-After: 86400`. Spotify's comes as plain text. */
  kind('rate-limited-day'),
  /** 429 with `Retry-After: 1`. */
  kind('rate-limited-short'),
  /** 429 whose `Retry-After` is an HTTP date, `retryAfterMs` from now. @default 5000 */
  kind('rate-limited-date').extend({ retryAfterMs: z.int().positive().optional() }),
  /** The day's quota is used up; Spotify's says `QUOTA_EXCEEDED` and no `Retry-After`. */
  kind('quota-exceeded'),
  /** 403 in the service's own JSON. */
  kind('forbidden'),
  /** 403 with the 159 bytes of text that Spotify sends when the app's owner has no Premium any more. */
  kind('forbidden-text'),
  kind('server-error').extend({ status: z.literal([500, 502, 503, 504]).optional() }),
  /** The connection is destroyed, before the headers or in the middle of the body. @default 'headers' */
  kind('connection-reset').extend({ at: place }),
  /** Nothing more comes, before the headers or in the middle of the body. @default 'headers' */
  kind('stall').extend({ at: place }),
  /** Half of the JSON, properly ended. */
  kind('truncated-json'),
  /** A web page where JSON was asked for. @default 200 */
  kind('html').extend({ status: z.literal([200, 502]).optional() }),
  /** No body at all. @default 200 */
  kind('empty-body').extend({ status: z.literal([200, 400]).optional() }),
  /** The right answer in wrong types. @default 'numbers-as-strings' */
  kind('wrong-types').extend({
    change: z.enum(['numbers-as-strings', 'arrays-as-null', 'required-missing']).optional(),
  }),
  /** The answer for another artist than the one asked for. */
  kind('wrong-artist'),
  /** 401 although the credential is good. */
  kind('spurious-401'),
  /** The right answer, `delayMs` later. @default 3000 */
  kind('slow').extend({ delayMs: z.int().positive().optional() }),
])
export type Fault = z.infer<typeof Fault>
export type FaultKind = Fault['kind']
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>

export const faultKinds: readonly FaultKind[] = Fault.options.map((option) => option.shape.kind.value)
