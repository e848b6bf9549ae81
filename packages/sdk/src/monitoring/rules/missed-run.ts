import { minutes } from '../../core/duration.ts'
import { InvalidOptionsError } from '../../core/errors.ts'
import type { JobFacts, MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { nextDueOf } from '../job-expectation.ts'
import { durationWords, instantWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface MissedRunOptions {
  /** How long after it was due a run that has not begun is late: a warning. @default 60_000 (1 minute) */
  readonly lateAfterMs?: number
  /** How long after it was due it counts as missed: critical. @default 300_000 (5 minutes) */
  readonly startGraceMs?: number
}

/**
 * The dead-man's switch: a job that should have begun and has not, whatever the reason. First it is late, then
 * missed. How long it may run, and how long it may be silent, are other rules (`longRun`, `silentRun`): a job that
 * has begun is not missed.
 *
 * A missed run stays missed until a run begins for that due time or a later one; the next due time coming near does
 * not end it. A job that is paused is not expected. `lateAfterMs` and `startGraceMs` of a job's expectation go before.
 *
 * @example
 * const rules = [missedRun({ startGraceMs: minutes(15) })]
 */
export function missedRun({
  lateAfterMs = minutes(1),
  startGraceMs = minutes(5),
}: MissedRunOptions = {}): AlertRule {
  checkRuleOption('missedRun.lateAfterMs', lateAfterMs, { min: 0, example: 'lateAfterMs: 60_000' })
  checkRuleOption('missedRun.startGraceMs', startGraceMs, { min: 0, example: 'startGraceMs: 300_000' })
  if (lateAfterMs > startGraceMs) {
    throw new InvalidOptionsError(
      'missedRun.lateAfterMs must not be longer than startGraceMs: { lateAfterMs: 60_000, startGraceMs: 300_000 }',
    )
  }

  const findIn = (facts: JobFacts, at: Date): Finding[] => {
    const dueAt = unansweredDue(facts)
    if (!dueAt) return []
    const overdueMs = at.getTime() - dueAt.getTime()
    const graceMs = facts.expectation?.startGraceMs ?? startGraceMs
    const toleratedMs = Math.min(facts.expectation?.lateAfterMs ?? lateAfterMs, graceMs)
    if (overdueMs <= toleratedMs) return []
    const missed = overdueMs > graceMs
    const [last] = facts.runs
    return [
      {
        rule: 'missed-run',
        subject: facts.job,
        severity: missed ? 'critical' : 'warning',
        title: missed ? `${facts.job} has missed its run` : `${facts.job} is late`,
        details: {
          Due: instantWords(dueAt),
          Overdue: durationWords(overdueMs),
          'Last run': last ? instantWords(last.startedAt) : 'never',
        },
      },
    ]
  }
  const find = ({ jobs, at }: MonitoringFacts): Finding[] => jobs.flatMap((facts) => findIn(facts, at))
  return { name: 'missed-run', reads: 'jobs', find }
}

/** The first due time that no run has answered for; it may lie ahead. Null when none is expected. */
export function unansweredDue({ expectation, expectedSince, paused, runs }: JobFacts): Date | null {
  if (!expectation || paused) return null
  const answered = runs[0]?.slotAt ?? expectedSince
  return nextDueOf(expectation, answered > expectedSince ? answered : expectedSince)
}
