/**
 * Where cached values live. Values are strings (JSON), so that a store in another process can hold them.
 * A store that fails rejects; `createCache` treats that as a miss and goes on.
 */
export interface CacheStore {
  get(key: string): Promise<CacheEntry | null>
  /** Whether it was kept: a store may refuse what is too large, or what was loaded before it was removed. */
  set(key: string, entry: CacheEntry, options: SetOptions): Promise<boolean>
  remove(key: string): Promise<void>
  /** Removes every entry that carries the tag. Returns about how many. */
  removeTag(tag: string): Promise<number>
  /** Removes every entry whose key begins with `prefix`; `''` removes all. Returns about how many. */
  removePrefix(prefix: string): Promise<number>
  /**
   * Only in stores that processes share. Says "a value with these tags is about to be loaded": `set` with the mark
   * refuses the value when it was removed by anybody since.
   */
  mark?(tags: readonly string[]): Promise<string>
  /** Only in stores that processes share. `listener` hears what other processes remove. Returns how to stop. */
  watch?(listener: (removal: Removal) => void): () => void
}

export interface CacheEntry {
  readonly value: string
  /** Fresh until then; afterwards it may only be served when loading anew fails. */
  readonly freshUntil: Date
}

export interface SetOptions {
  readonly ttlMs: number
  readonly tags?: readonly string[]
  readonly mark?: string
}

export type Removal =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** Some may not have been heard. */
  | { readonly kind: 'unknown' }
