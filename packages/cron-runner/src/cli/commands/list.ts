import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../table.ts'
import { instantWords } from '../words.ts'

export const list: CliCommand = {
  usage: 'list',
  summary: 'the jobs, when they run, and how they last ended',
  async run({ config, terminal, json }) {
    const { jobs } = config.setvote.storage
    const paused = new Set(await jobs.pausedJobs())
    const at = config.clock.now()
    const rows = await Promise.all(
      config.jobs.map(async ({ name, job, enabled, schedule, overlap, missed, jitterMs }) => {
        const [last] = await jobs.recent({ job: name, limit: 1 })
        const state = !enabled ? 'off' : paused.has(name) ? 'paused' : 'on'
        return {
          job: name,
          state,
          schedule: schedule.cron,
          timeZone: schedule.timeZone,
          ...{ jitterMs, overlap, missed },
          nextAt: state === 'on' ? schedule.nextAfter(at) : null,
          lastSlotAt: last?.slotAt ?? null,
          lastStatus: last?.status ?? null,
          description: job.description,
        }
      }),
    )
    if (json) terminal.print(JSON.stringify(rows, null, 2))
    else {
      const head = ['job', 'state', 'schedule', 'time zone', 'next (UTC)', 'last', 'what']
      terminal.print(
        table(
          head,
          rows.map((row) => [
            ...[row.job, row.state, row.schedule, row.timeZone, instantWords(row.nextAt)],
            row.lastStatus ?? 'never',
            row.description,
          ]),
        ),
      )
    }
    return exitCodes.ok
  },
}
