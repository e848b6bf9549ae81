import { InvalidOptionsError } from '../../core/errors.ts'
import { systemFetch } from '../../upstream/system-fetch.ts'
import type { AlertChannel, AlertNotice } from '../alert-channel.ts'
import type { Severity } from '../finding.ts'
import { checkAddress, postNotice } from './post-notice.ts'

export interface PagerDutyOptions {
  /** The integration key of a service with Events API v2. */
  readonly routingKey: string
  /** What PagerDuty shows as the source, and part of the key of every incident: tells apart two apps that share a service. @default 'setvote' */
  readonly source?: string
  /** @default 'https://events.pagerduty.com/v2/enqueue'; for the EU 'https://events.eu.pagerduty.com/v2/enqueue' */
  readonly url?: string
  /** @default 'pagerduty' */
  readonly name?: string
  /** `'critical'` wakes nobody for a late run. @default everything */
  readonly minSeverity?: Severity
  /** @default the runtime's own */
  readonly fetch?: typeof fetch
}

/**
 * Tells PagerDuty, by its Events API v2. An alert is one incident: what follows (worse, still there, over) goes to the
 * same one by its `dedup_key`, and recovery resolves it.
 *
 * @throws InvalidOptionsError without a routing key.
 *
 * @example
 * const monitoring = createMonitoring({ storage, channels: [pagerDuty({ routingKey, minSeverity: 'critical' })] })
 */
export function pagerDuty(options: PagerDutyOptions): AlertChannel {
  const { routingKey, source = 'setvote', name = 'pagerduty', minSeverity, fetch = systemFetch } = options
  const example = `pagerDuty({ routingKey: 'your integration key' })`
  if (typeof routingKey !== 'string' || routingKey === '') {
    throw new InvalidOptionsError(`pagerDuty needs a routingKey: ${example}`)
  }
  const url = checkAddress(
    'pagerDuty: url',
    options.url ?? 'https://events.pagerduty.com/v2/enqueue',
    example,
  )
  return {
    name,
    minSeverity,
    send: (notice, { signal }) =>
      postNotice({
        receiver: 'PagerDuty',
        body: JSON.stringify({ routing_key: routingKey, ...toPagerDutyEvent(notice, source) }),
        ...{ url, fetch, signal, secrets: [routingKey] },
      }),
  }
}

/** PagerDuty's limits, in characters. */
const limits = { summary: 1024, dedupKey: 255 } as const

export function toPagerDutyEvent(notice: AlertNotice, source: string): object {
  const { kind, key, rule, subject, severity, title, details, openedAt } = notice
  const dedup_key = `${source}:${key}`.slice(0, limits.dedupKey)
  if (kind === 'recovered') return { event_action: 'resolve', dedup_key }
  return {
    event_action: 'trigger',
    dedup_key,
    client: 'setvote',
    payload: {
      summary: title.slice(0, limits.summary),
      source,
      severity,
      timestamp: openedAt.toISOString(),
      component: subject,
      class: rule,
      custom_details: details,
    },
  }
}
