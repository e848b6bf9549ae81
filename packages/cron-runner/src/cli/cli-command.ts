import type { CronConfig } from '../config/define-cron.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given. */
export interface CommandContext {
  readonly config: CronConfig
  readonly terminal: Terminal
  /** Answers are for a machine: one JSON document on the standard output. */
  readonly json: boolean
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, unknown>>
}

/** A command of `setvote-cron`. */
export interface CliCommand {
  /** As commander writes it: `history [job]`. */
  readonly usage: string
  readonly summary: string
  readonly flags?: readonly {
    readonly usage: string
    readonly summary: string
    /** Given more than once, its values are gathered. */
    readonly repeats?: boolean
  }[]
  /** Does it. What it throws is told, and is exit code 1 or 2. */
  run(context: CommandContext): Promise<ExitCode>
}
