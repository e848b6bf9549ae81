import type { CliCommand } from './cli-command.ts'
import { doctor } from './commands/doctor.ts'

/** Commands whose work is done by folders of their own. */
export const moreCommands: readonly CliCommand[] = [doctor]
