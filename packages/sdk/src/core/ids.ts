/**
 * Makes ids. The default gives UUIDs of version 7 with a prefix that says what the id names
 * (`art_0198f3c2…`), so they sort by the time they were made. Tests pass a counter.
 */
export type Ids = (prefix: string) => string

export interface UuidIdsOptions {
  /** @default Date.now */
  readonly nowMs?: () => number
}

/**
 * @example
 * const ids = uuidIds()
 * ids('art') // 'art_019ab3c4f1e27b6d8a3e5c7d9f0b1a2c'
 */
export function uuidIds({ nowMs = Date.now }: UuidIdsOptions = {}): Ids {
  return (prefix) => {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    let time = nowMs()
    for (let index = 5; index >= 0; index--) {
      bytes[index] = time % 256
      time = Math.floor(time / 256)
    }
    bytes[6] = 0x70 | (bytes[6]! & 0x0f)
    bytes[8] = 0x80 | (bytes[8]! & 0x3f)
    return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  }
}
