import type { AlertRule } from './alert-rule.ts'
import { type BudgetGoneOptions, budgetGone } from './budget-gone.ts'
import { type ErrorRateOptions, errorRate } from './error-rate.ts'
import { type FailuresInARowOptions, failuresInARow } from './failures-in-a-row.ts'
import { type LongRunOptions, longRun } from './long-run.ts'
import { type MissedRunOptions, missedRun } from './missed-run.ts'
import { type SilentRunOptions, silentRun } from './silent-run.ts'
import { upstreamDown } from './upstream-down.ts'

/** What differs from the defaults; `false` leaves a rule out. */
export interface RuleOptions {
  readonly errorRate?: ErrorRateOptions | false
  readonly longRun?: LongRunOptions | false
  readonly failuresInARow?: FailuresInARowOptions | false
  readonly missedRun?: MissedRunOptions | false
  readonly silentRun?: SilentRunOptions | false
  readonly upstreamDown?: false
  readonly budgetGone?: BudgetGoneOptions | false
}

/**
 * Every rule: error rate over 10 %, a run over 5 minutes, 3 failures in a row, a run that is late (1 minute) or missed
 * (5 minutes), one that is silent for 2 minutes, a service that is down, calls that are spent.
 *
 * @example
 * const rules = [...defaultRules({ longRun: { maxRunMs: minutes(20) }, budgetGone: false }), myOwnRule]
 */
export function defaultRules(options: RuleOptions = {}): AlertRule[] {
  return [
    options.missedRun !== false && missedRun(options.missedRun),
    options.silentRun !== false && silentRun(options.silentRun),
    options.longRun !== false && longRun(options.longRun),
    options.failuresInARow !== false && failuresInARow(options.failuresInARow),
    options.errorRate !== false && errorRate(options.errorRate),
    options.upstreamDown !== false && upstreamDown(),
    options.budgetGone !== false && budgetGone(options.budgetGone),
  ].filter((rule) => rule !== false)
}
