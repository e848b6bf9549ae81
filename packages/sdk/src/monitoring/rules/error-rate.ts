import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { durationWords, percentWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface ErrorRateOptions {
  /** The share of failed runs that is still borne. @default 0.1 */
  readonly over?: number
  /** Says nothing about fewer runs than this: one failure of two is no rate. @default 5 */
  readonly minRuns?: number
}

/**
 * A job of whose runs more than a share has failed, over the window that the facts were read for (24 hours unless the
 * monitor says otherwise). Deferred and cancelled runs count as runs, not as failures.
 *
 * @example
 * const rules = [errorRate({ over: 0.05, minRuns: 20 })]
 */
export function errorRate({ over = 0.1, minRuns = 5 }: ErrorRateOptions = {}): AlertRule {
  checkRuleOption('errorRate.over', over, { min: 0, max: 1, example: 'over: 0.1' })
  checkRuleOption('errorRate.minRuns', minRuns, { min: 1, example: 'minRuns: 5' })
  const find = ({ jobs }: MonitoringFacts): Finding[] =>
    jobs.flatMap(({ job, metrics: { runs, failed }, windowMs }) => {
      if (runs < minRuns || failed / runs <= over) return []
      return [
        {
          rule: 'error-rate',
          subject: job,
          severity: 'warning',
          title: `${job}: ${percentWords(failed / runs)} of its runs failed`,
          details: {
            Runs: `${runs} in the last ${durationWords(windowMs)}`,
            Failed: String(failed),
            Allowed: percentWords(over),
          },
        },
      ]
    })
  return { name: 'error-rate', reads: 'jobs', find }
}
