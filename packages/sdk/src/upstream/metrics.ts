import type { UpstreamMetrics } from './upstream.ts'

/** Places of drift that are counted by name; a service that invents field names must not fill the memory. */
const mostPlaces = 500

/** Counts what an upstream does. */
export interface Meter {
  called(): void
  requested(endpoint: string): void
  answered(durationMs: number): void
  retried(): void
  failed(code: string): void
  cacheHit(): void
  cacheMissed(): void
  drifted(place: string): void
  lastLatencyMs(): number | null
  read(): UpstreamMetrics
}

export function createMeter(): Meter {
  let calls = 0
  let requests = 0
  let retries = 0
  let cacheHits = 0
  let cacheMisses = 0
  let lastMs: number | null = null
  const latency = { count: 0, sum: 0, max: 0 }
  const errors = new Map<string, number>()
  const drift = new Map<string, number>()
  const endpoints = new Map<string, number>()
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

  return {
    called: () => void calls++,
    requested(endpoint) {
      requests++
      count(endpoints, endpoint)
    },
    answered(durationMs) {
      lastMs = durationMs
      latency.count++
      latency.sum += durationMs
      latency.max = Math.max(latency.max, durationMs)
    },
    retried: () => void retries++,
    failed: (code) => void count(errors, code),
    cacheHit: () => void cacheHits++,
    cacheMissed: () => void cacheMisses++,
    drifted(place) {
      if (drift.size < mostPlaces || drift.has(place)) count(drift, place)
    },
    lastLatencyMs: () => lastMs,
    read: () => ({
      calls,
      requests,
      retries,
      errors: Object.fromEntries(errors),
      cacheHits,
      cacheMisses,
      latencyMs: {
        count: latency.count,
        mean: latency.count === 0 ? 0 : latency.sum / latency.count,
        max: latency.max,
      },
      drift: Object.fromEntries(drift),
      requestsByEndpoint: Object.fromEntries(endpoints),
    }),
  }
}
