import { getScheduledJob } from '../../config/get-scheduled-job.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../table.ts'
import { toCount } from '../to-count.ts'
import { instantWords, resultWords, tookWords } from '../words.ts'

export const history: CliCommand = {
  usage: 'history [job]',
  summary: 'the latest runs, of one job or of all',
  flags: [{ usage: '--limit <count>', summary: 'how many, 1 to 1000 (default 20)' }],
  async run({ config, terminal, json, args: [name], flags }) {
    const job = name === undefined ? undefined : getScheduledJob(config, name).name
    const limit = toCount('--limit', flags.limit, { least: 1, most: 1000, otherwise: 20 })
    const runs = await config.setvote.storage.jobs.recent({ ...(job !== undefined && { job }), limit })
    if (json) terminal.print(JSON.stringify(runs, null, 2))
    else if (runs.length === 0) terminal.print('Nothing has run yet.')
    else {
      const head = ['job', 'slot (UTC)', 'status', 'began (UTC)', 'took', 'by', 'try', 'result']
      terminal.print(
        table(
          head,
          runs.map((run) => [
            ...[run.job, instantWords(run.slotAt), run.status, instantWords(run.startedAt), tookWords(run)],
            ...[run.trigger, String(run.fence), resultWords(run)],
          ]),
        ),
      )
    }
    return exitCodes.ok
  },
}
