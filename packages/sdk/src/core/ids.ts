/**
 * Makes ids. The default gives UUIDs of version 7 with a prefix that says what the id names
 * (`art_0198f3c2…`), so they sort by the time they were made. Tests pass a counter.
 */
export type Ids = (prefix: string) => string

export interface UuidIdsOptions {
  /** @default Date.now */
  readonly nowMs?: () => number
}

/** How many ids of one millisecond the 12 bits behind the time can tell apart. */
const perMs = 4096

/**
 * Ids of one maker sort in the order in which it made them, also within a millisecond.
 *
 * @example
 * const ids = uuidIds()
 * ids('art') // 'art_019ab3c4f1e27b6d8a3e5c7d9f0b1a2c'
 */
export function uuidIds({ nowMs = Date.now }: UuidIdsOptions = {}): Ids {
  let lastMs = 0
  let count = 0
  return (prefix) => {
    const now = nowMs()
    count = now > lastMs ? 0 : (count + 1) % perMs
    lastMs = now > lastMs ? now : lastMs + (count === 0 ? 1 : 0)
    const time = lastMs.toString(16).padStart(12, '0')
    // The random half of a version 4 UUID, which platforms make from a pool.
    const random = crypto.randomUUID().slice(19).replace('-', '')
    return `${prefix}_${time}7${count.toString(16).padStart(3, '0')}${random}`
  }
}
