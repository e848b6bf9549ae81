import { hours, minutes, seconds } from '@setvote/sdk'
import type { JobRun } from '@setvote/sdk/storage'

/** `2026-11-21 12:00:05`, in UTC. */
export const instantWords = (at: Date | null): string =>
  at ? at.toISOString().slice(0, 19).replace('T', ' ') : '–'

/** `40 ms`, `1.4 s`, `7 min`, `3 h 20 min`. */
export function durationWords(ms: number): string {
  if (ms < seconds(1)) return `${Math.round(ms)} ms`
  if (ms < minutes(1)) return `${(ms / seconds(1)).toFixed(1)} s`
  if (ms < hours(1)) return `${Math.floor(ms / minutes(1))} min`
  return `${Math.floor(ms / hours(1))} h ${Math.floor((ms % hours(1)) / minutes(1))} min`
}

export const countsWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

/** What came of a run, or what it is doing. */
export function resultWords(run: JobRun): string {
  if (run.status === 'running') return run.progress?.message ?? ''
  if (run.status === 'failed') return run.error
  const counts = countsWords(run.counts)
  if (run.status === 'deferred')
    return [`until ${instantWords(run.retryAt)}`, counts].filter(Boolean).join('; ')
  return counts
}

export const tookWords = (run: JobRun): string =>
  run.status === 'running' ? '…' : durationWords(run.finishedAt.getTime() - run.startedAt.getTime())
