import type { z } from 'zod'

/** Which calls go first when an upstream's budget is short: a page somebody waits for, or a sync in the background. */
export type Lane = 'interactive' | 'background'

/** Options that every verb of every client takes. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** How long one request may take, in milliseconds. @default the client's `timeoutMs` (10 s) */
  readonly timeoutMs?: number
  /** How long the whole call may take: waiting for a slot, retries and their pauses included. @default none */
  readonly deadlineMs?: number
  /** @default the client's `lane` ('interactive') */
  readonly lane?: Lane
  /** `'reload'` asks the service even when the cache knows the answer, and stores it. @default 'default' */
  readonly cache?: 'default' | 'reload'
}

/** `repeated` gives the parameter once for each value: `resource=a&resource=b`. */
export type QueryValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | { readonly repeated: readonly string[] }
  | null
  | undefined

/** One request to an upstream, as a client's verb describes it. */
export interface UpstreamCall<Schema extends z.ZodType = z.ZodType> extends CallOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST'
  /** The path below the service's base URL, placeholders filled: `/artists/4tZ…`. */
  readonly path: string
  /** The path with placeholders, for names of spans, metrics and errors: `/artists/{id}`. */
  readonly template: string
  /** `null` and `undefined` are left out; an array is joined with commas. */
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  readonly schema: Schema
  /** How long the answer may be served from the cache, in milliseconds; 0 for never. */
  readonly cacheForMs?: number
  /** Answers to give for an HTTP status that means something else than an error here (setlist.fm's 404 of an empty search). */
  readonly valueFor?: (status: number, body: unknown) => z.output<Schema> | undefined
}

/** What came back beside the value. */
export interface ResponseFacts {
  readonly status: number
  readonly headers: Headers
  readonly requestId: string | null
  /** Requests sent for this call, 0 when the cache answered. */
  readonly attempts: number
  readonly fromCache: boolean
  readonly durationMs: number
}

export interface UpstreamAnswer<Value> {
  readonly data: Value
  readonly response: ResponseFacts
}

/**
 * What a verb returns: await it for the value, or ask for the response as well.
 *
 * @example
 * const artist = await spotify.artist(id)
 * const { data, response } = await spotify.artist(id).withResponse()
 */
export interface Call<Value> extends PromiseLike<Value> {
  withResponse(): Promise<UpstreamAnswer<Value>>
  catch<Other>(onRejected: (reason: unknown) => Other | PromiseLike<Other>): Promise<Value | Other>
  finally(onFinally: () => void): Promise<Value>
}
