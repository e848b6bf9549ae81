import { z } from 'zod'
import type { JsonValue } from '../../core/json.ts'
import { Instant } from '../../domain/instant.ts'

const Severity = z.enum(['warning', 'critical'])
const texts = { title: z.string(), details: z.record(z.string(), z.string()) }

/** A notice that not every channel has taken yet. */
export const WaitingNotice = z.object({
  id: z.string(),
  kind: z.enum(['opened', 'escalated', 'reminder', 'recovered']),
  at: Instant,
  openedAt: Instant,
  severity: Severity,
  ...texts,
  /** The channels that have taken it. */
  sentTo: z.array(z.string()),
})
export type WaitingNotice = z.infer<typeof WaitingNotice>

/** What is remembered about one alert, for every process. */
export const AlertState = z.object({
  rule: z.string(),
  subject: z.string(),
  status: z.enum(['open', 'recovered']),
  /** The worst it has been since it opened. */
  severity: Severity,
  ...texts,
  openedAt: Instant,
  /** When people were last told, or would have been had a channel worked. */
  noticedAt: Instant,
  /** Who found it, and when last. It is over when nobody does any more. */
  seenBy: z.record(z.string(), Instant),
  /** In the order in which they are to be told. */
  outbox: z.array(WaitingNotice),
  /** Who tells the outbox now; nobody else touches the alert before `until`. */
  claim: z.object({ owner: z.string(), until: Instant }).nullable(),
})
export type AlertState = z.infer<typeof AlertState>

export const toJson = (state: AlertState): JsonValue => JSON.parse(JSON.stringify(state)) as JsonValue
