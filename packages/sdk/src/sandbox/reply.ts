/** What goes back to a caller, before it is known whether by `fetch` or over a socket. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How and where the connection fails; null when it holds. */
  readonly broken: Breakage | null
}

export interface Breakage {
  readonly by: 'stall' | 'reset'
  /** Before anything is sent, or after the headers and half of the body. */
  readonly at: 'headers' | 'body'
}

/** The half of a body that still goes out when the connection fails in the middle. */
export function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2))
}
