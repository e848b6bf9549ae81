import type { RunEvent } from '@setvote/sdk'
import { createRunner } from '../../runner/create-runner.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { instantWords, resultWords, tookWords } from '../words.ts'

export const start: CliCommand = {
  usage: 'start',
  summary:
    'run every job when it is due, until SIGTERM or SIGINT; a second one hands running jobs over at once',
  async run({ config, terminal, json }) {
    const tell = (event: RunEvent) => {
      if (event.type === 'progress') return
      const { type, run } = event
      if (json) return terminal.print(JSON.stringify({ type, run }))
      const at = instantWords(config.clock.now())
      const slot = `${run.job} for ${instantWords(run.slotAt)}`
      if (type === 'claimed') return terminal.print(`${at} ${slot} begins`)
      if (type === 'lease-lost') return terminal.print(`${at} ${slot} went to another runner`)
      const result = resultWords(run)
      terminal.print(`${at} ${slot} ${run.status} after ${tookWords(run)}${result ? `: ${result}` : ''}`)
    }
    // What an engine runs here is told as what a runner runs.
    const engine = config.engine?.({ ...config, pings: [...config.pings, tell] })
    const runner = createRunner(config, { onEvent: tell, beginSlot: engine?.beginSlot })
    const enabled = config.jobs.filter((job) => job.enabled)
    if (json) terminal.print(JSON.stringify({ type: 'started', owner: config.owner, jobs: enabled.length }))
    else terminal.print(`${config.owner} runs ${enabled.length} jobs; stop it with SIGTERM`)
    runner.start()
    await new Promise<void>((resolve) => {
      let requests = 0
      const forget = terminal.onStop(() => {
        requests++
        if (requests > 2) return terminal.exit(exitCodes.failed)
        terminal.complain(
          requests === 1 ? 'Stopping: running jobs may finish.' : 'Handing running jobs over.',
        )
        const stopped = runner.stop().then(() => engine?.close())
        if (requests > 1) return
        void stopped.then(() => {
          forget()
          resolve()
        })
      })
    })
    if (json) terminal.print(JSON.stringify({ type: 'stopped', owner: config.owner }))
    else terminal.print('Stopped.')
    return exitCodes.ok
  },
}
