import type { Musicbrainz } from '@setvote/sdk/musicbrainz'
import type { Setlistfm } from '@setvote/sdk/setlistfm'
import type { Spotify, SpotifyAuthorization } from '@setvote/sdk/spotify'
import type { Ticketmaster } from '@setvote/sdk/ticketmaster'

/** An answer as its service gave it, and to what. */
export interface RecordedAnswer {
  /** Below the service's base: `/artists/7Ln80lUS6He07XvHI8qqHH`. */
  readonly path: string
  /** What a request must ask for; more may be asked for. */
  readonly query?: Readonly<Record<string, string>>
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON, text as it is. */
  readonly body: unknown
}

/** Clients of one server of recorded answers. */
export interface RecordedClients {
  readonly spotify: Spotify
  readonly fans: SpotifyAuthorization
  readonly ticketmaster: Ticketmaster
  readonly setlistfm: Setlistfm
  readonly musicbrainz: Musicbrainz
}

/** A question whose answer was recorded. */
export interface Exchange {
  readonly answers: readonly RecordedAnswer[]
  readonly ask: (clients: RecordedClients) => PromiseLike<unknown>
  /** What must come out: the recorded value (fields nobody reads may be missing from it), or a kind of error. */
  readonly expected: { readonly value: unknown } | ExpectedError
  /** Maps the value to our own words; throws when it cannot. */
  readonly map?: (value: never) => void
}

export interface ExpectedError {
  /** Any of these codes. */
  readonly codes: readonly string[]
  /** What the service said, in the message. */
  readonly says?: string
  /** How long the service wants to be left alone. */
  readonly retryAfterMs?: number
}

/** What a recorded file is. */
export type Rule = { readonly pattern: RegExp } & (
  | { readonly exchanges: (content: unknown, file: string) => readonly Exchange[] }
  /** `check` throws when the file is not what it should be. */
  | { readonly notAnAnswer: string; readonly check: (text: string) => void }
)

/** The first page of a list. */
export async function firstPage<Item>(
  list: { pages(options?: { readonly from?: string }): AsyncIterable<{ readonly items: readonly Item[] }> },
  from?: string,
): Promise<readonly Item[]> {
  for await (const { items } of list.pages(from === undefined ? {} : { from })) return items
  return []
}
