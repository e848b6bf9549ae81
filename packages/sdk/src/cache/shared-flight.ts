/** Lets one of several processes load what all of them miss at the same time. */
export interface SharedFlight {
  /** Rejects when the processes cannot agree now: then each loads for itself. */
  join(key: string): Promise<FlightSeat>
}

export type FlightSeat =
  /** This process loads, and says how it went. Until then the others wait, unless it dies. */
  | { readonly role: 'pilot'; land(landing: Landing): Promise<void> }
  /** Another one loads. `landed` never rejects, and never takes for ever. */
  | { readonly role: 'passenger'; readonly landed: Promise<Landing | 'late'> }

/** `'kept'`: the value is in the cache. `'nothing'`: there is no such thing. `'failed'`: another one may try. */
export type Landing = 'kept' | 'nothing' | 'failed'
