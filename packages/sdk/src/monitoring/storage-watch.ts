import type { Finding } from './finding.ts'
import { safeReason } from './safe-text.ts'
import { durationWords, instantWords } from './words.ts'

/**
 * Watches the storage itself. Its alert lives in this process: where it is remembered otherwise cannot be reached, so
 * every process tells it, under the same key.
 */
export function createStorageWatch(graceMs: number): {
  /** What to say about a storage that has just failed with `error`, or worked when it is null. */
  look(at: Date, error: unknown): readonly Finding[]
} {
  let awaySince: Date | null = null
  return {
    look(at, error) {
      if (error === null) {
        awaySince = null
        return []
      }
      awaySince ??= at
      const awayMs = at.getTime() - awaySince.getTime()
      if (awayMs < graceMs) return []
      return [
        {
          rule: 'storage-down',
          subject: 'storage',
          severity: 'critical',
          title: 'The storage does not answer',
          details: {
            Since: `${instantWords(awaySince)} (${durationWords(awayMs)})`,
            Error: safeReason(error),
          },
        },
      ]
    },
  }
}
