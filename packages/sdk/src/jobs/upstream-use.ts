import type { JobCounts } from './job.ts'
import type { JobServices } from './job-services.ts'

/** Starts counting what is asked of the upstreams; the answer tells what was, as counts of a run. */
export function countUpstreamUse({ metrics }: JobServices): () => JobCounts {
  const before = metrics?.() ?? {}
  return () => {
    const counts: Record<string, number> = {}
    const add = (name: string, count: number) => {
      if (count > 0) counts[name] = (counts[name] ?? 0) + count
    }
    for (const [service, now] of Object.entries(metrics?.() ?? {})) {
      if (!now) continue
      const then = before[service]
      add(`${service}Requests`, now.requests - (then?.requests ?? 0))
      add('cacheHits', now.cacheHits - (then?.cacheHits ?? 0))
      add('cacheMisses', now.cacheMisses - (then?.cacheMisses ?? 0))
    }
    return counts
  }
}
