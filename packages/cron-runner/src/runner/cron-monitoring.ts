import { createMonitoring, type JobExpectation, type Monitoring } from '@setvote/sdk'
import type { CronConfig } from '../config/define-cron.ts'
import { firstDueAfter } from '../schedule/due-at.ts'

/**
 * Makes the monitoring of a config: it expects each enabled job by its schedule, and tells the config's channels.
 *
 * @example
 * const health = await cronMonitoring(config).health()
 */
export function cronMonitoring(config: CronConfig): Monitoring {
  const { setvote, alerts, rules, pings, owner, clock, logger } = config
  const { diagnostics } = setvote
  return createMonitoring({
    ...{ storage: setvote.storage, channels: alerts, rules, listeners: pings, owner, clock, logger },
    expectations: expectationsOf(config),
    ...(diagnostics && { diagnostics: async () => diagnostics() }),
  })
}

export const expectationsOf = ({ jobs }: Pick<CronConfig, 'jobs'>): JobExpectation[] =>
  jobs
    .filter(({ enabled }) => enabled)
    .map((scheduled) => ({
      ...scheduled.alerts,
      job: scheduled.name,
      schedule: `${scheduled.schedule.cron} ${scheduled.schedule.timeZone}`,
      dueAfter: (after) => firstDueAfter(scheduled, after),
    }))
