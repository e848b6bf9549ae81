import { minutes } from '../../core/duration.ts'
import type { JobFacts, MonitoringFacts } from '../facts.ts'
import type { Finding } from '../finding.ts'
import { durationWords, instantWords } from '../words.ts'
import type { AlertRule } from './alert-rule.ts'
import { checkRuleOption } from './check-rule-option.ts'

export interface LongRunOptions {
  /** How long a run may take. `maxRunMs` of a job's expectation goes before. @default 300_000 (5 minutes) */
  readonly maxRunMs?: number
}

/**
 * A run that takes, or the last one that took, longer than it may: seen while it goes on, whether it gives signs of
 * life or hangs. The next run that is short enough ends it.
 *
 * @example
 * const rules = [longRun({ maxRunMs: minutes(30) })]
 */
export function longRun({ maxRunMs = minutes(5) }: LongRunOptions = {}): AlertRule {
  checkRuleOption('longRun.maxRunMs', maxRunMs, { min: 1, example: 'maxRunMs: 300_000' })

  const findIn = ({ job, runs, expectation }: JobFacts, at: Date): Finding[] => {
    const allowedMs = expectation?.maxRunMs ?? maxRunMs
    const tookMs = (run: (typeof runs)[number]) =>
      (run.status === 'running' ? at : run.finishedAt).getTime() - run.startedAt.getTime()
    const [last] = runs
    const long = runs.filter((run) => (run === last || run.status === 'running') && tookMs(run) > allowedMs)
    const run = long.find(({ status }) => status === 'running') ?? long[0]
    if (!run) return []
    const goesOn = run.status === 'running'
    const took = durationWords(tookMs(run))
    return [
      {
        rule: 'long-run',
        subject: job,
        severity: 'warning',
        title: goesOn ? `${job} has been running for ${took}` : `${job} took ${took}`,
        details: {
          Started: instantWords(run.startedAt),
          Allowed: durationWords(allowedMs),
          Runner: run.owner,
          ...(goesOn && run.progress && { Progress: run.progress.message }),
        },
      },
    ]
  }
  const find = ({ jobs, at }: MonitoringFacts): Finding[] => jobs.flatMap((facts) => findIn(facts, at))
  return { name: 'long-run', reads: 'jobs', find }
}
