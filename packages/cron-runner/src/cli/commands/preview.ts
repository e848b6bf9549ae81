import { days } from '@setvote/sdk'
import { getScheduledJob } from '../../config/get-scheduled-job.ts'
import type { ScheduledJob } from '../../config/job-settings.ts'
import { clockChanges } from '../../schedule/clock-changes.ts'
import { dueAtOf } from '../../schedule/due-at.ts'
import { offsetOf, wallTimeOf } from '../../schedule/zone-time.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../table.ts'
import { toCount } from '../to-count.ts'
import { toInstant } from '../to-instant.ts'
import { durationWords, instantWords } from '../words.ts'

export const preview: CliCommand = {
  usage: 'preview [job]',
  summary: 'the next due times, and what the changes of the clocks within a year do to them',
  flags: [
    { usage: '--count <count>', summary: 'how many of each job, 1 to 1000 (default 5)' },
    { usage: '--from <instant>', summary: 'after when, such as 2026-03-29T00:00:00Z (default now)' },
  ],
  async run({ config, terminal, json, args: [name], flags }) {
    const jobs =
      name === undefined ? config.jobs.filter(({ enabled }) => enabled) : [getScheduledJob(config, name)]
    const count = toCount('--count', flags.count, { least: 1, most: 1000, otherwise: 5 })
    const from = flags.from === undefined ? config.clock.now() : toInstant('--from', String(flags.from))
    const until = new Date(from.getTime() + days(365))
    const previews = jobs.map((scheduled) => ({
      job: scheduled.name,
      schedule: scheduled.schedule.cron,
      timeZone: scheduled.schedule.timeZone,
      slots: slotsOf(scheduled, from, count),
      clockChanges: clockChanges(scheduled.schedule, { after: from, until }),
    }))
    if (json) {
      terminal.print(JSON.stringify(previews, null, 2))
      return exitCodes.ok
    }
    for (const { job, schedule, timeZone, slots, clockChanges: changes } of previews) {
      terminal.print(`${job}: ${schedule} (${timeZone})`)
      const head = ['due (UTC)', `due (${timeZone})`, 'begins']
      terminal.print(
        table(
          head,
          slots.map(({ slotAt, localTime, jitterMs }) => [
            ...[instantWords(slotAt), localTime],
            jitterMs === 0 ? 'at once' : `${durationWords(jitterMs)} later`,
          ]),
        ),
      )
      for (const { note } of changes) terminal.print(`  ${note}.`)
      terminal.print('')
    }
    return exitCodes.ok
  },
}

function slotsOf(scheduled: ScheduledJob, from: Date, count: number) {
  const { schedule } = scheduled
  const offset = offsetOf(schedule.timeZone)
  const slots = []
  for (let at = schedule.nextAfter(from); at && slots.length < count; at = schedule.nextAfter(at)) {
    const dueAt = dueAtOf(scheduled, at)
    const jitterMs = dueAt.getTime() - at.getTime()
    slots.push({ slotAt: at, localTime: wallTimeOf(at, offset(at)), jitterMs })
  }
  return slots
}
