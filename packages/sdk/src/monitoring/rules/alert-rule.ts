import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'

/** Turns facts into findings, and nothing else: no clock, no storage, no memory. */
export interface AlertRule {
  /** Part of the keys of its alerts. */
  readonly name: string
  /** Which facts it needs. Without them it is not asked, and its alerts stay as they are. */
  readonly reads: 'jobs' | 'upstreams'
  find(facts: MonitoringFacts): readonly Finding[]
}
