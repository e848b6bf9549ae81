import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { JobRun } from '../../domain/job-run.ts'

const name = '@setvote/sdk'

/** The facts of a run that telemetry counts by. Nothing here grows with the number of runs. */
export interface RunFacts {
  readonly job: string
  readonly trigger: JobRun['trigger']
}

/**
 * Runs `work` in a span `job <name>`. Costs nothing unless the app has installed an OpenTelemetry SDK.
 *
 * @example
 * const result = await withRunSpan({ job: 'calculate-trending', trigger: 'schedule' }, () => calculate())
 */
export function withRunSpan<Result>(run: RunFacts, work: () => Promise<Result>): Promise<Result> {
  const attributes = { 'setvote.job': run.job, 'setvote.trigger': run.trigger }
  const options = { kind: SpanKind.INTERNAL, attributes }
  return trace.getTracer(name).startActiveSpan(`job ${run.job}`, options, async (span) => {
    try {
      return await work()
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

/** Counts an ended run: `setvote.job.runs` and, in seconds, `setvote.job.duration`, by job and status. */
export function countRun(run: Exclude<JobRun, { status: 'running' }>): void {
  const meter = metrics.getMeter(name)
  const attributes = { 'setvote.job': run.job, 'setvote.status': run.status, 'setvote.trigger': run.trigger }
  meter.createCounter('setvote.job.runs', { description: 'Runs of jobs that ended' }).add(1, attributes)
  meter
    .createHistogram('setvote.job.duration', { description: 'How long runs took', unit: 's' })
    .record((run.finishedAt.getTime() - run.startedAt.getTime()) / 1000, attributes)
}

/** Counts what became of a notice at a channel: `setvote.alert.notices`. */
export function countNotice(notice: {
  readonly channel: string
  readonly kind: string
  readonly outcome: 'sent' | 'failed'
}): void {
  metrics
    .getMeter(name)
    .createCounter('setvote.alert.notices', { description: 'Notices of alerts, by channel and outcome' })
    .add(1, {
      'setvote.channel': notice.channel,
      'setvote.notice': notice.kind,
      'setvote.outcome': notice.outcome,
    })
}
