import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { instantWords, percentWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface BudgetGoneOptions {
  /** The share of the day's calls that may be left when it is told. 0 tells when none is left. @default 0 */
  readonly atShare?: number
}

/**
 * A service whose calls for today are spent. Jobs wait for tomorrow by themselves; what people ask for meanwhile
 * comes from the cache or fails.
 *
 * @example
 * const rules = [budgetGone({ atShare: 0.1 })]
 */
export function budgetGone({ atShare = 0 }: BudgetGoneOptions = {}): AlertRule {
  checkRuleOption('budgetGone.atShare', atShare, { min: 0, max: 1, example: 'atShare: 0.1' })
  const find = ({ upstreams }: MonitoringFacts): Finding[] =>
    (upstreams ?? []).flatMap(({ service, budget: { perDay, remainingToday }, retryAt }) => {
      if (perDay === null || remainingToday === null || remainingToday > perDay * atShare) return []
      const left = perDay === 0 ? 0 : remainingToday / perDay
      return [
        {
          rule: 'budget-gone',
          subject: service,
          severity: 'warning',
          title:
            remainingToday === 0
              ? `The calls to ${service} are spent for today`
              : `${percentWords(left)} of today's calls to ${service} are left`,
          details: {
            Left: `${remainingToday} of ${perDay}`,
            ...(retryAt && { 'Back at': instantWords(retryAt) }),
          },
        },
      ]
    })
  return { name: 'budget-gone', reads: 'upstreams', find }
}
