import { doctor as examine } from '../../doctor/doctor.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../table.ts'

export const doctor: CliCommand = {
  usage: 'doctor',
  summary: 'look for what bites later; exit code 1 with a problem, 5 with a warning',
  async run({ config, terminal, json }) {
    const findings = await examine(config, {
      env: terminal.env,
      fetch: globalThis.fetch,
      nodeVersion: process.versions.node,
    })
    if (json) terminal.print(JSON.stringify(findings, null, 2))
    else {
      terminal.print(
        table(
          ['', 'check', 'finding', 'what to do'],
          findings.map(({ status, check, title, advice }) => [status, check, title, advice ?? '']),
        ),
      )
    }
    const has = (status: string) => findings.some((finding) => finding.status === status)
    if (has('problem')) return exitCodes.failed
    return has('warning') ? exitCodes.degraded : exitCodes.ok
  },
}
