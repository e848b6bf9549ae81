import { systemClock } from '../core/clock.ts'
import { minutes } from '../core/duration.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import { uuidIds } from '../core/ids.ts'
import { silentLogger } from '../core/logger.ts'
import { createSingleFlight } from '../core/single-flight.ts'
import { createAlertBook, localAlertSettings } from './alerts/alert-book.ts'
import { type Settled, settleAlerts } from './alerts/settle-alerts.ts'
import { findFindings } from './find-findings.ts'
import type { Finding } from './finding.ts'
import { gatherFacts } from './gather-facts.ts'
import {
  type MonitoringHealth,
  overallStatus,
  readStorageHealth,
  toJobsHealth,
  toOpenAlerts,
} from './monitoring-health.ts'
import { checkChannels, type MonitoringOptions, timesOf } from './monitoring-options.ts'
import { defaultRules } from './rules/default-rules.ts'
import { type WatchedWork, withMonitoring } from './runs/with-monitoring.ts'
import { safeReason } from './safe-text.ts'
import { createHealthSampler } from './sample-health.ts'
import { createStorageWatch } from './storage-watch.ts'
import { toReport } from './to-report.ts'
import { withTimeLimit } from './with-time-limit.ts'

export interface Evaluation extends Settled {
  readonly at: Date
  readonly storage: 'up' | 'down'
  readonly findings: readonly Finding[]
}

export interface Monitoring {
  /**
   * Looks, decides about alerts and tells the channels what they have not been told. To be called again and again
   * (`watch` does), in as many processes as you like: one notice is sent. Calls at the same time share one. Never
   * rejects: a storage that is away is a finding too.
   */
  evaluate(): Promise<Evaluation>
  /** Evaluates at once and then every `everyMs`, until the signal is aborted. @default everyMs 60_000 */
  watch(options: { readonly signal: AbortSignal; readonly everyMs?: number | undefined }): Promise<void>
  /** How everything is now. Sends nothing and writes nothing: for a page, a load balancer, a command line. */
  health(): Promise<MonitoringHealth>
  /** `health` for people, as Markdown. */
  report(): Promise<string>
  /** Does work of the app's own as a run of a job that is monitored like any other. */
  withMonitoring<Result>(
    name: string,
    work: (watched: WatchedWork) => Promise<Result> | Result,
    options?: { readonly maxRunMs?: number | undefined },
  ): Promise<Result>
}

/**
 * Makes what watches the jobs and the services of one storage.
 *
 * @example
 * const monitoring = createMonitoring({
 *   storage,
 *   channels: [slack({ webhookUrl })],
 *   expectations: [{ job: 'send-newsletter', everyMs: hours(24) }],
 *   diagnostics: () => setvote.diagnostics(),
 * })
 * await monitoring.watch({ signal })
 */
export function createMonitoring(options: MonitoringOptions): Monitoring {
  const {
    storage,
    channels = [],
    rules = defaultRules(),
    expectations,
    diagnostics,
    listeners = [],
  } = options
  const { clock = systemClock, logger = silentLogger, ids = uuidIds() } = options
  if (!storage) {
    throw new InvalidOptionsError(
      'createMonitoring needs a `storage`: createMonitoring({ storage: memoryStorage() })',
    )
  }
  checkChannels(channels)
  const times = timesOf(options)
  const owner = options.owner ?? ids('mon')
  const book = createAlertBook(storage.settings, logger)
  const ownBook = createAlertBook(localAlertSettings(), logger)
  const storageWatch = createStorageWatch(times.storageGraceMs)
  const once = createSingleFlight<Evaluation>()
  const sampleHealth = createHealthSampler(storage, times, logger)

  const gather = (at: Date, remembers: boolean) =>
    gatherFacts({
      ...{ storage, expectations, diagnostics, at, logger, remembers },
      windowMs: times.windowMs,
      timeoutMs: times.storageTimeoutMs,
    })
  const settling = (at: Date, findings: readonly Finding[]) => ({
    ...{ at, owner, findings, channels, logger, newId: () => ids('ntc') },
    remindAfterMs: times.remindAfterMs,
    witnessMs: times.witnessMs,
    timeoutMs: times.channelTimeoutMs,
    // Longer than telling takes, by more than clocks of different machines are apart.
    claimMs: times.channelTimeoutMs + minutes(5),
  })

  async function evaluateStorage(
    at: Date,
    error: unknown,
  ): Promise<Settled & { findings: readonly Finding[] }> {
    const findings = storageWatch.look(at, error)
    const settled = await settleAlerts({ ...settling(at, findings), book: ownBook, isJudged: () => true })
    return { ...settled, findings }
  }

  async function evaluateAll(): Promise<Evaluation> {
    const at = clock.now()
    try {
      const facts = await gather(at, true)
      const { findings, judged } = findFindings(rules, facts, logger)
      const known = new Set(rules.map(({ name }) => name))
      const settled = await settleAlerts({
        ...settling(at, findings),
        book,
        // The alerts of a rule that is no longer in use are over.
        isJudged: (rule) => judged.has(rule) || !known.has(rule),
      })
      await sampleHealth(facts, findings)
      const own = await evaluateStorage(at, null)
      return {
        at,
        storage: 'up',
        findings,
        sent: settled.sent + own.sent,
        failed: settled.failed + own.failed,
      }
    } catch (error) {
      logger.error('monitoring could not read the storage', { reason: safeReason(error) })
      return { at, storage: 'down', ...(await evaluateStorage(at, error ?? 'no reason')) }
    }
  }

  async function health(): Promise<MonitoringHealth> {
    const at = clock.now()
    const measured = await readStorageHealth(storage, times.storageTimeoutMs)
    try {
      if (measured.status === 'down') throw measured.error
      const [facts, entries] = await Promise.all([
        gather(at, false),
        withTimeLimit(times.storageTimeoutMs, () => book.read()),
      ])
      const { findings } = findFindings(rules, facts, logger)
      return {
        ...{ at, storage: measured, findings, upstreams: facts.upstreams },
        status: overallStatus(measured, findings),
        jobs: toJobsHealth(facts, findings),
        alerts: toOpenAlerts([...entries.values()].map(({ state }) => state)),
      }
    } catch (error) {
      const down = measured.status === 'down' ? measured : toDown(error)
      return { at, status: 'unhealthy', storage: down, jobs: [], upstreams: null, findings: [], alerts: [] }
    }
  }

  return {
    evaluate: () => once('evaluate', evaluateAll),
    async watch({ signal, everyMs = minutes(1) }) {
      if (!(everyMs > 0))
        throw new InvalidOptionsError('watch: everyMs must be milliseconds above 0: { everyMs: 60_000 }')
      while (!signal.aborted) {
        await once('evaluate', evaluateAll)
        await clock.sleep(everyMs, signal).catch(() => {})
      }
    },
    health,
    report: async () => toReport(await health()),
    withMonitoring: (name, work, { maxRunMs } = {}) =>
      withMonitoring(name, work, { storage, listeners, owner, clock, logger, ids, maxRunMs }),
  }
}

const toDown = (error: unknown) => ({ status: 'down', latencyMs: null, error: safeReason(error) }) as const
