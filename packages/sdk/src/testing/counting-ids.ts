import type { Ids } from '../core/ids.ts'

/**
 * Ids that count, for each prefix by itself: `art_1`, `art_2`, `son_1`.
 *
 * @example
 * const ids = countingIds()
 * ids('art') // 'art_1'
 */
export function countingIds(): Ids {
  const counts = new Map<string, number>()
  return (prefix) => {
    const count = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, count)
    return `${prefix}_${count}`
  }
}
