import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { instantWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface FailuresInARowOptions {
  /** So many failures without a success between them. @default 3 */
  readonly atLeast?: number
}

/**
 * A job that has failed so many times since it last succeeded. Its next success ends it; a deferred or cancelled run
 * does not.
 *
 * @example
 * const rules = [failuresInARow({ atLeast: 5 })]
 */
export function failuresInARow({ atLeast = 3 }: FailuresInARowOptions = {}): AlertRule {
  checkRuleOption('failuresInARow.atLeast', atLeast, { min: 1, example: 'atLeast: 3' })
  const find = ({ jobs }: MonitoringFacts): Finding[] =>
    jobs.flatMap(({ job, metrics, runs }) => {
      if (metrics.failuresInARow < atLeast) return []
      const last = runs.find((run) => run.status === 'failed')
      return [
        {
          rule: 'failures-in-a-row',
          subject: job,
          severity: 'critical',
          title: `${job} has failed ${metrics.failuresInARow} times in a row`,
          details: last ? { 'Last failure': instantWords(last.finishedAt), Error: last.error } : {},
        },
      ]
    })
  return { name: 'failures-in-a-row', reads: 'jobs', find }
}
