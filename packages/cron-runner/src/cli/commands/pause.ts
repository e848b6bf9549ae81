import { getScheduledJob } from '../../config/get-scheduled-job.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'

export const pause: CliCommand = {
  usage: 'pause <job>',
  summary: 'no slot of the job is begun any more, wherever it runs; a run that goes on is not stopped',
  run: (context) => setPaused(context, true),
}

export const resume: CliCommand = {
  usage: 'resume <job>',
  summary: 'the job goes on; what it missed meanwhile is treated as missed',
  run: (context) => setPaused(context, false),
}

async function setPaused(
  { config, terminal, json, args: [name = ''] }: Parameters<CliCommand['run']>[0],
  paused: boolean,
) {
  const { name: job } = getScheduledJob(config, name)
  await config.setvote.storage.jobs.pause({ job, paused, at: config.clock.now() })
  terminal.print(json ? JSON.stringify({ job, paused }) : `${job} ${paused ? 'is paused' : 'goes on'}.`)
  return exitCodes.ok
}
