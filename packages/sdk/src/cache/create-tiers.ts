import type { Logger } from '../core/logger.ts'
import type { CacheEntry, CacheStore, Removal, SetOptions } from './cache-store.ts'

/** A store and the one that stands in for it: nothing here ever rejects. */
export interface Tiers {
  find(key: string): Promise<CacheEntry | null>
  /** Before a value is loaded. */
  mark(tags: readonly string[]): Promise<Mark>
  /** Whether it was kept anywhere. */
  keep(key: string, entry: CacheEntry, options: SetOptions, mark: Mark): Promise<boolean>
  /** Returns how many the primary removed. */
  forget(removal: Removal): Promise<number>
}

/** `'none'`: the primary has no marks. `'missing'`: it could not give one, so it gets no value either. */
export type Mark = { readonly text: string } | 'none' | 'missing'

export function createTiers(primary: CacheStore, fallback: CacheStore | null, logger: Logger): Tiers {
  const failing = new Set<CacheStore>()
  const nameOf = (store: CacheStore) => (store === primary ? 'the cache' : 'the fallback of the cache')

  /** Tells when a store begins to fail and when it is well again, not each time. */
  async function attempt<Result>(
    store: CacheStore,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result } | null> {
    try {
      const result = await work()
      if (failing.delete(store)) logger.info(`${nameOf(store)} works again`)
      return { result }
    } catch (error) {
      if (!failing.has(store)) logger.warn(`${nameOf(store)} fails: going on without it`, { error })
      failing.add(store)
      return null
    }
  }

  return {
    async find(key) {
      const found = await attempt(primary, () => primary.get(key))
      if (found || !fallback) return found?.result ?? null
      return (await attempt(fallback, () => fallback.get(key)))?.result ?? null
    },
    async mark(tags) {
      const { mark } = primary
      if (!mark) return 'none'
      const made = await attempt(primary, () => mark(tags))
      return made ? { text: made.result } : 'missing'
    },
    async keep(key, entry, options, mark) {
      const marked = typeof mark === 'object' ? { ...options, mark: mark.text } : options
      const kept = mark === 'missing' ? null : await attempt(primary, () => primary.set(key, entry, marked))
      if (!fallback) return kept?.result ?? false
      // What the primary refuses was removed meanwhile: the fallback must not have it either.
      if (kept?.result === false) {
        await attempt(fallback, () => fallback.remove(key))
        return false
      }
      const stood = await attempt(fallback, () => fallback.set(key, entry, options))
      return kept !== null || (stood?.result ?? false)
    },
    async forget(removal) {
      const stores = fallback ? [primary, fallback] : [primary]
      const removed = await Promise.all(
        stores.map((store) => attempt(store, () => removeFrom(store, removal))),
      )
      return removed[0]?.result ?? 0
    },
  }
}

/** Does to one store what was done elsewhere. */
export async function removeFrom(store: CacheStore, removal: Removal): Promise<number> {
  if (removal.kind === 'tag') return store.removeTag(removal.tag)
  if (removal.kind === 'prefix') return store.removePrefix(removal.prefix)
  if (removal.kind === 'unknown') return store.removePrefix('')
  await store.remove(removal.key)
  return 1
}
