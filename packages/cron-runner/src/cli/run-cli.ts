import { hasCode, isSetvoteError, silentLogger } from '@setvote/sdk'
import { Command, CommanderError } from 'commander'
import type { CronConfig } from '../config/define-cron.ts'
import type { CliCommand } from './cli-command.ts'
import { health } from './commands/health.ts'
import { history } from './commands/history.ts'
import { list } from './commands/list.ts'
import { pause, resume } from './commands/pause.ts'
import { preview } from './commands/preview.ts'
import { run } from './commands/run.ts'
import { start } from './commands/start.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { findConfig } from './find-config.ts'
import { moreCommands } from './more-commands.ts'
import { safeMessage } from './safe-message.ts'
import type { Terminal } from './terminal.ts'
import { terminalLogger } from './terminal-logger.ts'
import { UsageError } from './usage-error.ts'

const commands: readonly CliCommand[] = [
  ...[start, run, list, history, health, pause, resume, preview],
  ...moreCommands,
]

const after = `
The config is setvote.config.ts (or .js) of this folder, the file of --config, or the environment: DATABASE_URL,
REDIS_URL, SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET, TICKETMASTER_API_KEY, SETLISTFM_API_KEY.

Exit codes: 0 done; 1 failed; 2 the command line or the config is wrong; 3 not run: running, done or paused;
4 deferred; 5 something needs attention (health, doctor).`

/** Does one command and answers its exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const program = new Command('setvote-cron')
    .description('Runs the scheduled jobs of setvote.')
    .option('--config <file>', 'the config (default setvote.config.ts, or .js)')
    .option('--json', 'answer as JSON')
    .addHelpText('after', after)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
  for (const command of commands) {
    const sub = program.command(command.usage).description(command.summary)
    for (const { usage, summary, repeats } of command.flags ?? []) {
      if (!repeats) sub.option(usage, summary)
      else sub.option(usage, summary, (value: string, before: string[] = []) => [...before, value])
    }
    sub.action(async () => {
      const { config: file, json = false, ...flags } = sub.optsWithGlobals<Record<string, unknown>>()
      code = await perform(command, { terminal, json: json === true, file, args: sub.args, flags })
    })
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
}

interface Performance {
  readonly terminal: Terminal
  readonly json: boolean
  readonly file: unknown
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, unknown>>
}

async function perform(command: CliCommand, given: Performance): Promise<ExitCode> {
  const { terminal, json, file, args, flags } = given
  let config: CronConfig | null = null
  try {
    config = await findConfig(terminal, file as string | undefined)
    const logger = config.logger === silentLogger ? terminalLogger(terminal, { json }) : config.logger
    return await command.run({ config: { ...config, logger }, terminal, json, args, flags })
  } catch (error) {
    return complain(given, error)
  } finally {
    await config?.setvote.close?.()
  }
}

function complain({ terminal, json }: Performance, error: unknown): ExitCode {
  const isUsage =
    error instanceof UsageError || hasCode(error, 'invalid-input', 'invalid-options', 'not-found')
  const message = isSetvoteError(error) || isUsage ? error.message : safeMessage(error)
  const code = isSetvoteError(error) ? error.code : isUsage ? 'usage' : 'failed'
  terminal.complain(json ? JSON.stringify({ error: { code, message } }) : message)
  return isUsage ? exitCodes.usage : exitCodes.failed
}
