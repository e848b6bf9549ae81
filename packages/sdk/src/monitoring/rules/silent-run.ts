import { minutes } from '../../core/duration.ts'
import type { MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { durationWords, instantWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface SilentRunOptions {
  /**
   * How long after its lease has run out a run may stay silent before it counts as dead. `silenceMs` of a job's
   * expectation goes before. @default 120_000 (2 minutes)
   */
  readonly silenceMs?: number
}

/**
 * A run whose process gave its last sign of life too long ago and that nobody has taken over: killed, or without its
 * database. Every heartbeat extends the lease, so a run may last as long as it likes.
 *
 * @example
 * const rules = [silentRun({ silenceMs: minutes(10) })]
 */
export function silentRun({ silenceMs = minutes(2) }: SilentRunOptions = {}): AlertRule {
  checkRuleOption('silentRun.silenceMs', silenceMs, { min: 0, example: 'silenceMs: 120_000' })
  const find = ({ jobs, at }: MonitoringFacts): Finding[] =>
    jobs.flatMap(({ job, runs, expectation }) => {
      const allowedMs = expectation?.silenceMs ?? silenceMs
      // Behind a later run that has ended well, a dead one is history.
      const successAt = runs.findIndex(({ status }) => status === 'succeeded')
      const current = successAt === -1 ? runs : runs.slice(0, successAt)
      const dead = current.find(
        (run) => run.status === 'running' && at.getTime() - run.leaseExpiresAt.getTime() > allowedMs,
      )
      if (dead?.status !== 'running') return []
      return [
        {
          rule: 'silent-run',
          subject: job,
          severity: 'critical',
          title: `${job} stopped giving signs of life`,
          details: {
            Started: instantWords(dead.startedAt),
            'Lease ran out': instantWords(dead.leaseExpiresAt),
            Silent: durationWords(at.getTime() - dead.leaseExpiresAt.getTime()),
            Runner: dead.owner,
          },
        },
      ]
    })
  return { name: 'silent-run', reads: 'jobs', find }
}
