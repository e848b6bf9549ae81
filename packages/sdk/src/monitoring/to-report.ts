import type { JobHealth, MonitoringHealth } from './monitoring-health.ts'
import { durationWords, instantWords, percentWords } from './words.ts'

/** The state of everything as Markdown, for a mail, a chat or a terminal. */
export function toReport(health: MonitoringHealth): string {
  const { status, at, storage, jobs, upstreams, findings, alerts } = health
  const latency =
    storage.latencyMs === null ? (storage.error ?? 'no answer') : durationWords(storage.latencyMs)
  return [
    `# ${titles[status]}`,
    `${instantWords(at)} · storage ${storage.status} (${latency})`,
    ...section(
      'What is wrong',
      findings.map(({ severity, title }) => `- **${severity}** ${title}`),
    ),
    ...section(
      'Open alerts',
      alerts.map(({ title, openedAt, waiting }) => {
        const untold = waiting > 0 ? `, ${waiting} not told yet` : ''
        return `- ${title} (since ${instantWords(openedAt)}${untold})`
      }),
    ),
    ...table(
      'Jobs',
      ['job', 'status', 'last run', 'next', 'runs', 'failed', 'mean', 'longest'],
      jobs.map(jobRow),
    ),
    ...table(
      'Services',
      ['service', 'status', 'latency', 'calls left today'],
      (upstreams ?? []).map(({ service, status, latencyMs, budget: { perDay, remainingToday } }) => [
        service,
        status,
        latencyMs === null ? '–' : durationWords(latencyMs),
        remainingToday === null ? '–' : `${remainingToday} of ${perDay ?? '∞'}`,
      ]),
    ),
    '',
  ].join('\n')
}

const titles = {
  healthy: 'Everything works',
  degraded: 'Something needs attention',
  unhealthy: 'Something is broken',
} as const

function jobRow({ job, status, lastRun, nextDueAt, metrics }: JobHealth): string[] {
  const { runs, errorRate, meanMs, maxMs } = metrics
  return [
    job,
    status,
    lastRun ? `${instantWords(lastRun.startedAt)} (${lastRun.status})` : 'never',
    nextDueAt ? instantWords(nextDueAt) : '–',
    String(runs),
    errorRate === null ? '–' : percentWords(errorRate),
    meanMs === null ? '–' : durationWords(meanMs),
    maxMs === null ? '–' : durationWords(maxMs),
  ]
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return section(title, rows.length === 0 ? [] : [line(head), line(head.map(() => '---')), ...rows.map(line)])
}
