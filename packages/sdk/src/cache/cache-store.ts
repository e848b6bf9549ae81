/**
 * Where cached values live. Values are strings (JSON), so that a store in another process can hold them.
 * A store that fails rejects; `createCache` treats that as a miss and goes on.
 */
export interface CacheStore {
  get(key: string): Promise<CacheEntry | null>
  set(
    key: string,
    entry: CacheEntry,
    options: { readonly ttlMs: number; readonly tags?: readonly string[] },
  ): Promise<void>
  remove(key: string): Promise<void>
  /** Removes every entry that carries the tag. Returns how many. */
  removeTag(tag: string): Promise<number>
}

export interface CacheEntry {
  readonly value: string
  /** Fresh until then; afterwards it may only be served when loading anew fails. */
  readonly freshUntil: Date
}
