import type { CliCommand } from './cli-command.ts'

/** Commands that live in folders of their own. */
export const moreCommands: readonly CliCommand[] = []
