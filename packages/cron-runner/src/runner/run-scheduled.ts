import { countRun, type RunListener, withRunSpan } from '@setvote/sdk'
import { type Job, runSlot, type SlotOutcome } from '@setvote/sdk/jobs'
import type { CronConfig, RunRequest } from '../config/define-cron.ts'
import { getScheduledJob } from '../config/get-scheduled-job.ts'

/**
 * Runs a job of a config for one due time, unless that has been done or somebody is at it: with the settings of the
 * job, in a span, counted, and with the config's pings told. Every way to run a job comes through here.
 *
 * @throws NotFoundError when the config has no such job.
 * @throws InvalidInputError for options that the job refuses.
 *
 * @example
 * const outcome = await runScheduled(config, { job: 'cleanup', slotAt, trigger: 'http' })
 */
export function runScheduled(config: CronConfig, request: RunRequest): Promise<SlotOutcome> {
  const { setvote, owner, clock, logger, pings } = config
  const { job: name, slotAt, trigger, signal, stopping, onEvent } = request
  const scheduled = getScheduledJob(config, name)
  const { job, leaseMs, heartbeatMs, maxRunMs, graceMs } = scheduled
  const traced: Job = {
    ...job,
    run: (context) => withRunSpan({ job: name, trigger }, async () => job.run(context)),
  }
  return runSlot({
    ...{ setvote, owner, clock, logger, slotAt, trigger, signal, stopping },
    ...{ leaseMs, heartbeatMs, maxRunMs, graceMs },
    job: traced,
    options: { ...scheduled.options, ...request.options },
    onEvent(event) {
      if (event.type === 'closed' && event.run.status !== 'running') countRun(event.run)
      for (const tell of [...pings, ...(onEvent ? [onEvent] : [])]) {
        try {
          tell(event)
        } catch (error) {
          logger.warn('a listener to runs failed', { job: name, error })
        }
      }
    },
  })
}

/** Resolves when every ping is out: before a process ends that has run jobs. */
export async function pingsSent({ pings }: { readonly pings: readonly RunListener[] }): Promise<void> {
  await Promise.all(pings.map((ping) => ping.idle?.().catch(() => {})))
}
