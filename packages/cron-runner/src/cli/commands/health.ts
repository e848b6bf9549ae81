import { cronMonitoring } from '../../runner/cron-monitoring.ts'
import type { CliCommand } from '../cli-command.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../table.ts'
import { durationWords, instantWords } from '../words.ts'

export const health: CliCommand = {
  usage: 'health',
  summary: 'how the storage, the jobs and the services are; exit code 0, 5 when degraded, 1 when unhealthy',
  async run({ config, terminal, json }) {
    const found = await cronMonitoring(config).health()
    const code = { healthy: exitCodes.ok, degraded: exitCodes.degraded, unhealthy: exitCodes.failed }
    if (json) {
      terminal.print(JSON.stringify(found, null, 2))
      return code[found.status]
    }
    const { storage, jobs, upstreams, findings } = found
    const latency = storage.latencyMs === null ? (storage.error ?? '') : durationWords(storage.latencyMs)
    terminal.print(`${found.status}; storage ${storage.status} (${latency})`)
    for (const { severity, title } of findings) terminal.print(`  ${severity}: ${title}`)
    if (jobs.length > 0) {
      const head = ['job', 'status', 'last run (UTC)', 'next (UTC)', 'runs', 'failed', 'mean', 'longest']
      terminal.print(
        table(
          head,
          jobs.map(({ job, status, lastRun, nextDueAt, metrics }) => [
            ...[job, status, instantWords(lastRun?.startedAt ?? null), instantWords(nextDueAt)],
            ...[String(metrics.runs), String(metrics.failed)],
            ...[metrics.meanMs, metrics.maxMs].map((ms) => (ms === null ? '–' : durationWords(ms))),
          ]),
        ),
      )
    }
    if (upstreams && upstreams.length > 0) {
      const rows = upstreams.map(({ service, status, budget: { perDay, remainingToday } }) => [
        ...[service, status],
        remainingToday === null ? '–' : `${remainingToday} of ${perDay ?? '∞'}`,
      ])
      terminal.print(table(['service', 'status', 'calls left today'], rows))
    }
    return code[found.status]
  },
}
