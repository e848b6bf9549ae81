import type { SlotEvent, SlotOutcome } from '@setvote/sdk/jobs'
import { getScheduledJob } from '../../config/get-scheduled-job.ts'
import { createRunner } from '../../runner/create-runner.ts'
import type { CliCommand } from '../cli-command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { toInstant } from '../to-instant.ts'
import { toJobOptions } from '../to-job-options.ts'
import { UsageError } from '../usage-error.ts'
import { instantWords, resultWords, tookWords } from '../words.ts'

export const run: CliCommand = {
  usage: 'run <job>',
  summary:
    'run a job now, and wait for it; exit code 0, 1 when it fails, 3 when it is not run, 4 when deferred',
  flags: [
    { usage: '-o, --option <key=value>', summary: 'an option of the job; may be repeated', repeats: true },
    {
      usage: '--slot <instant>',
      summary: 'for a due time instead of now: an instant, or `due` for the last one; it runs once',
    },
  ],
  async run({ config, terminal, json, args: [name = ''], flags }) {
    const scheduled = getScheduledJob(config, name)
    const options = toJobOptions(scheduled.job, flags.option as readonly string[] | undefined)
    const slotAt = slotOf(flags.slot, () => scheduled.schedule.previousAtOrBefore(config.clock.now()))
    const runner = createRunner(config)
    let requests = 0
    const forget = terminal.onStop(() => {
      requests++
      if (requests > 1) return terminal.exit(exitCodes.failed)
      terminal.complain('Stopping: the run is handed over, and goes on from its checkpoint.')
      void runner.stop({ finishWithinMs: 0 })
    })
    let said = ''
    const onEvent = (event: SlotEvent) => {
      if (json || event.type !== 'progress' || event.step.message === said) return
      said = event.step.message
      const { done, total } = event.step
      terminal.complain(`${done}${total === null ? '' : `/${total}`} ${said}`)
    }
    try {
      const outcome = await runner.runNow(name, { options, slotAt, onEvent })
      terminal.print(json ? JSON.stringify(outcome, null, 2) : sentenceOf(name, outcome))
      return codeOf(outcome)
    } finally {
      forget()
    }
  },
}

function slotOf(flag: unknown, lastDue: () => Date | null): Date | undefined {
  if (flag === undefined) return undefined
  if (flag !== 'due') return toInstant('--slot', String(flag))
  const slotAt = lastDue()
  if (slotAt) return slotAt
  throw new UsageError('--slot due: nothing was due yet')
}

function sentenceOf(name: string, outcome: SlotOutcome): string {
  if (outcome.status === 'paused') return `${name} is paused: setvote-cron resume ${name}`
  const { run: found } = outcome
  if (outcome.status === 'held') {
    return `${name} is running already, for ${instantWords(found.slotAt)}, at ${found.owner}.`
  }
  if (outcome.status === 'lease-lost') return `${name} went to another runner on the way.`
  const result = resultWords(found)
  const words = `${name} ${found.status} for ${instantWords(found.slotAt)}${result ? `: ${result}` : ''}`
  return outcome.status === 'done' ? `Not run again: ${words}` : `${words} (${tookWords(found)})`
}

function codeOf(outcome: SlotOutcome): ExitCode {
  if (outcome.status !== 'ran') return exitCodes.notRun
  const { status } = outcome.run
  if (status === 'succeeded') return exitCodes.ok
  return status === 'deferred' ? exitCodes.deferred : exitCodes.failed
}
