import type { CacheEntry, CacheStore } from '../../../../src/cache/cache-store.ts'

/** A cache in a Map, with a look at its keys. */
export function memoryCacheEntries(): { readonly cache: CacheStore; keys(): string[] } {
  const entries = new Map<string, CacheEntry>()
  return {
    keys: () => [...entries.keys()],
    cache: {
      get: async (key) => entries.get(key) ?? null,
      set: async (key, entry) => entries.set(key, entry).has(key),
      remove: async (key) => {
        entries.delete(key)
      },
      removeTag: async () => 0,
      removePrefix: async () => 0,
    },
  }
}
