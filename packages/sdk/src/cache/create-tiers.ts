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
  /** A store that is full answers, and keeps nothing. */
  const failing = { answers: new Set<CacheStore>(), keeps: new Set<CacheStore>() }
  const isFailing = (store: CacheStore) => failing.answers.has(store) || failing.keeps.has(store)
  const nameOf = (store: CacheStore) => (store === primary ? 'the cache' : 'the fallback of the cache')

  /** Tells when a store begins to fail and when it is well again, not each time. */
  async function attempt<Result>(
    store: CacheStore,
    way: 'answers' | 'keeps',
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result } | null> {
    try {
      const result = await work()
      // What it refuses to keep proves nothing.
      if (result !== false && failing[way].delete(store) && !isFailing(store))
        logger.info(`${nameOf(store)} works again`)
      return { result }
    } catch (error) {
      if (!isFailing(store)) logger.warn(`${nameOf(store)} fails: going on without it`, { error })
      failing[way].add(store)
      return null
    }
  }

  return {
    async find(key) {
      const found = await attempt(primary, 'answers', () => primary.get(key))
      const known = found?.result ?? null
      if (!fallback || (found && !failing.keeps.has(primary))) return known
      const kept = (await attempt(fallback, 'answers', () => fallback.get(key)))?.result ?? null
      return known && (!kept || kept.freshUntil <= known.freshUntil) ? known : kept
    },
    async mark(tags) {
      const { mark } = primary
      if (!mark) return 'none'
      const made = await attempt(primary, 'answers', () => mark(tags))
      return made ? { text: made.result } : 'missing'
    },
    async keep(key, entry, options, mark) {
      const marked = typeof mark === 'object' ? { ...options, mark: mark.text } : options
      const kept =
        mark === 'missing' ? null : await attempt(primary, 'keeps', () => primary.set(key, entry, marked))
      if (!fallback) return kept?.result ?? false
      // What the primary refuses was removed meanwhile: the fallback must not have it either.
      if (kept?.result === false) {
        await attempt(fallback, 'answers', () => fallback.remove(key))
        return false
      }
      const stood = await attempt(fallback, 'keeps', () => fallback.set(key, entry, options))
      return kept !== null || (stood?.result ?? false)
    },
    async forget(removal) {
      const stores = fallback ? [primary, fallback] : [primary]
      const removed = await Promise.all(
        stores.map((store) => attempt(store, 'answers', () => removeFrom(store, removal))),
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
