import { minutes, seconds } from '../../core/duration.ts'
import { ChannelError, InvalidOptionsError } from '../../core/errors.ts'
import { type Logger, silentLogger } from '../../core/logger.ts'
import type { JobRun } from '../../domain/job-run.ts'
import { systemFetch } from '../../upstream/system-fetch.ts'
import { safeReason, safeText } from '../safe-text.ts'
import { withTimeLimit } from '../with-time-limit.ts'
import type { RunEvent, RunListener } from './run-listener.ts'

export interface OutsideMonitorOptions {
  /**
   * The address to ping, without a slash at its end. A function gives each job its own, or null for none. Whoever
   * knows it can ping: it stays out of logs.
   */
  readonly url: string | ((job: string) => string | null)
  /** Attempts for one ping. @default 3 */
  readonly attempts?: number
  /** How long one attempt may take. @default 5_000 */
  readonly timeoutMs?: number
  /** @default the runtime's own */
  readonly fetch?: typeof fetch
  /** @default silent */
  readonly logger?: Logger
}

/**
 * Tells a monitor somewhere else (healthchecks.io, or any that speaks its way) about every run, so that somebody
 * notices when this whole machine is gone: `POST <url>/start` when a run begins, `<url>` when it has succeeded,
 * `<url>/fail` with the error when it has failed, `<url>/log` when it is deferred or cancelled. `rid` is a UUID made
 * from the run, the same for its beginning and its end.
 *
 * Pings go out beside the job, in their order, and never break it: what fails is tried again, then logged.
 *
 * @example
 * const ping = outsideMonitor({ url: (job) => `https://hc-ping.com/${pingKey}/${job}` })
 * const monitoring = createMonitoring({ storage, listeners: [ping] })
 */
export function outsideMonitor({
  url,
  attempts = 3,
  timeoutMs = seconds(5),
  fetch = systemFetch,
  logger = silentLogger,
}: OutsideMonitorOptions): RunListener {
  if (typeof url === 'string') addressOf(url)
  else if (typeof url !== 'function') throw new InvalidOptionsError(`outsideMonitor needs a url: ${example}`)
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new InvalidOptionsError(
      'outsideMonitor: attempts must be a whole number of at least 1: { attempts: 3 }',
    )
  }
  if (!(timeoutMs > 0 && timeoutMs <= minutes(10))) {
    throw new InvalidOptionsError(
      'outsideMonitor: timeoutMs must be milliseconds above 0: { timeoutMs: 5_000 }',
    )
  }
  const lanes = new Map<string, Promise<void>>()

  async function ping(run: JobRun, signal: string): Promise<void> {
    const base = typeof url === 'function' ? url(run.job) : url
    if (base === null) return
    const address = addressOf(base)
    address.pathname = address.pathname.replace(/\/$/, '') + signal
    address.searchParams.set('rid', await ridOf(run))
    const body = run.status === 'failed' ? safeText(run.error) : ''
    for (let attempt = 1; ; attempt++) {
      try {
        return await withTimeLimit(timeoutMs, (abort) => post(address, body, abort))
      } catch (error) {
        if (attempt === attempts) throw error
      }
    }
  }
  async function post(address: URL, body: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(address, { method: 'POST', body, signal, redirect: 'manual' })
    await response.body?.cancel()
    if (!response.ok) throw new ChannelError(`the outside monitor answered ${response.status}`)
  }

  const listener = ({ type, run }: RunEvent) => {
    const signal = signalOf(type, run)
    if (signal === null) return
    const before = lanes.get(run.id) ?? Promise.resolve()
    const lane = before
      .then(() => ping(run, signal))
      .catch((error: unknown) => {
        logger.warn('an outside monitor could not be told about a run', {
          job: run.job,
          reason: safeReason(error),
        })
      })
      .then(() => {
        if (lanes.get(run.id) === lane) lanes.delete(run.id)
      })
    lanes.set(run.id, lane)
  }
  const idle = async () => {
    while (lanes.size > 0) await Promise.all(lanes.values())
  }
  return Object.assign(listener, { idle })
}

const example = `outsideMonitor({ url: 'https://hc-ping.com/your-uuid' })`

function addressOf(url: string): URL {
  const address = URL.parse(url)
  if (address?.protocol === 'https:' || address?.protocol === 'http:') return address
  throw new InvalidOptionsError(`outsideMonitor: url must be an http(s) address: ${example}`)
}

function signalOf(type: RunEvent['type'], { status }: JobRun): string | null {
  if (type === 'claimed') return '/start'
  if (type !== 'closed') return null
  if (status === 'succeeded') return ''
  return status === 'failed' ? '/fail' : '/log'
}

/** Every attempt at a slot is a run of its own there: the fence is part of it. */
async function ridOf({ id, fence }: JobRun): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${id} ${fence}`))
  const bytes = new Uint8Array(digest).slice(0, 16)
  // Version 8 of RFC 9562: made by a rule of one's own.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
