import type { Clock } from '../core/clock.ts'
import { days, hours, minutes, seconds } from '../core/duration.ts'
import { InvalidOptionsError } from '../core/errors.ts'
import type { Ids } from '../core/ids.ts'
import type { Logger } from '../core/logger.ts'
import type { JobStore } from '../storage/job-store.ts'
import type { OpsStore } from '../storage/ops-store.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { UpstreamHealth } from '../upstream/upstream.ts'
import type { AlertChannel } from './alert-channel.ts'
import type { JobExpectation } from './job-expectation.ts'
import type { AlertRule } from './rules/alert-rule.ts'
import type { RunListener } from './runs/run-listener.ts'

/** The part of a storage that monitoring uses. */
export interface MonitoringStorage {
  readonly jobs: Pick<JobStore, 'recent' | 'metrics' | 'pausedJobs' | 'claimSlot' | 'heartbeat' | 'close'>
  readonly settings: Pick<SettingsStore, 'get' | 'list' | 'replace'>
  readonly ops: Pick<OpsStore, 'recordHealth'>
}

export interface MonitoringOptions {
  readonly storage: MonitoringStorage
  /** Who is told. Without any, alerts are remembered, and told by a process that has some. @default [] */
  readonly channels?: readonly AlertChannel[] | undefined
  /** @default `defaultRules()` */
  readonly rules?: readonly AlertRule[] | undefined
  /** When jobs are due; asked anew for each evaluation when it is a function. @default none is expected */
  readonly expectations?:
    | readonly JobExpectation[]
    | (() => readonly JobExpectation[] | Promise<readonly JobExpectation[]>)
    | undefined
  /** How the services are: `() => setvote.diagnostics()`. @default nothing is known about services */
  readonly diagnostics?: (() => Promise<readonly UpstreamHealth[]>) | undefined
  /** Hear of runs of `withMonitoring`: `outsideMonitor({ url })`. @default none */
  readonly listeners?: readonly RunListener[] | undefined
  /** Names this process among those that evaluate. A platform that starts a process for each call should give one name. @default a random one */
  readonly owner?: string | undefined
  /** Over how long error rates and means are taken. @default 86_400_000 (24 hours) */
  readonly windowMs?: number | undefined
  /** After how long an alert that is still open is told again; null for never. @default 86_400_000 (24 hours) */
  readonly remindAfterMs?: number | null | undefined
  /** How long one channel may take for one notice. @default 10_000 */
  readonly channelTimeoutMs?: number | undefined
  /** How long the storage may take. @default 10_000 */
  readonly storageTimeoutMs?: number | undefined
  /** How long the storage may be away before that is told. @default 30_000 */
  readonly storageGraceMs?: number | undefined
  /** How long what another process has found stands without it finding it again. @default 600_000 (10 minutes) */
  readonly witnessMs?: number | undefined
  /**
   * How often the health of everything is written down, for `storage.ops.healthSamples`; null for never. However many
   * processes evaluate, there is one sample of a part for each such time. @default 300_000 (5 minutes)
   */
  readonly sampleEveryMs?: number | null | undefined
  /** How long samples are kept. @default 2_592_000_000 (30 days) */
  readonly keepSamplesMs?: number | undefined
  /** @default the machine's */
  readonly clock?: Clock | undefined
  /** @default silent */
  readonly logger?: Logger | undefined
  /** @default UUIDs */
  readonly ids?: Ids | undefined
}

const defaults = {
  windowMs: hours(24),
  remindAfterMs: hours(24),
  channelTimeoutMs: seconds(10),
  storageTimeoutMs: seconds(10),
  storageGraceMs: seconds(30),
  witnessMs: minutes(10),
  sampleEveryMs: minutes(5),
  keepSamplesMs: days(30),
} as const

export interface MonitoringTimes {
  readonly windowMs: number
  readonly remindAfterMs: number | null
  readonly channelTimeoutMs: number
  readonly storageTimeoutMs: number
  readonly storageGraceMs: number
  readonly witnessMs: number
  readonly sampleEveryMs: number | null
  readonly keepSamplesMs: number
}

/** The durations of the options, checked. */
export function timesOf(options: MonitoringOptions): MonitoringTimes {
  const { remindAfterMs = defaults.remindAfterMs, sampleEveryMs = defaults.sampleEveryMs } = options
  const times = {
    windowMs: options.windowMs ?? defaults.windowMs,
    channelTimeoutMs: options.channelTimeoutMs ?? defaults.channelTimeoutMs,
    storageTimeoutMs: options.storageTimeoutMs ?? defaults.storageTimeoutMs,
    storageGraceMs: options.storageGraceMs ?? defaults.storageGraceMs,
    witnessMs: options.witnessMs ?? defaults.witnessMs,
    keepSamplesMs: options.keepSamplesMs ?? defaults.keepSamplesMs,
  }
  for (const [name, ms] of Object.entries({
    ...times,
    remindAfterMs: remindAfterMs ?? 1,
    sampleEveryMs: sampleEveryMs ?? 1,
  })) {
    const least = name === 'storageGraceMs' ? 0 : 1
    if (Number.isFinite(ms) && ms >= least) continue
    throw new InvalidOptionsError(
      `createMonitoring: ${name} must be milliseconds, at least ${least}: { ${name}: ${defaults[name as keyof typeof defaults]} }`,
    )
  }
  return { ...times, remindAfterMs, sampleEveryMs }
}

export function checkChannels(channels: readonly AlertChannel[]): void {
  const names = channels.map(({ name }) => name)
  if (names.some((name) => typeof name !== 'string' || name === '')) {
    throw new InvalidOptionsError(`createMonitoring: every channel needs a name: { name: 'pager', send }`)
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  throw new InvalidOptionsError(
    `createMonitoring: two channels are called ${twice}: give one of them another name, slack({ name: 'slack-night', webhookUrl })`,
  )
}
