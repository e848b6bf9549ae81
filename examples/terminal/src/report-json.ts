import type { DemoResult } from './demo-result.ts'
import { services } from './service-names.ts'

/** The result as one line of JSON, for programs. */
export function reportJson({ run, phase1Ms, totalMs, stored, requests, estimate }: DemoResult): string {
  return JSON.stringify({
    import: { status: run.status, phase1Ms, totalMs, ledger: run.ledger },
    artist: stored?.artist ?? null,
    counts: stored?.counts ?? { shows: 0, venues: 0, songs: 0, setlists: 0 },
    calls: Object.fromEntries(
      services.map((service) => [
        service,
        { made: requests[service], estimated: estimate?.calls[service] ?? null },
      ]),
    ),
  })
}
