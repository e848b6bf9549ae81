import type { Logger } from '../../core/logger.ts'
import type { AlertChannel, AlertNotice } from '../alert-channel.ts'
import { alertKeyOf, isWorse } from '../finding.ts'
import { countNotice } from '../runs/run-telemetry.ts'
import { safeReason } from '../safe-text.ts'
import { withTimeLimit } from '../with-time-limit.ts'
import type { AlertState, WaitingNotice } from './alert-state.ts'

export interface Delivering {
  readonly channels: readonly AlertChannel[]
  readonly timeoutMs: number
  readonly logger: Logger
}

export interface Delivery {
  readonly state: AlertState
  readonly sent: number
  readonly failed: number
}

/**
 * Tells every channel what it has not been told yet, all channels at once, each in the order of the outbox. One that
 * fails, hangs or throws holds up no other; what it has not taken stays in the outbox.
 */
export async function deliver(state: AlertState, delivering: Delivering): Promise<Delivery> {
  const { channels, logger } = delivering
  const sentTo = new Map(state.outbox.map(({ id, sentTo }) => [id, new Set(sentTo)]))
  let sent = 0
  let failed = 0
  const tell = async (channel: AlertChannel) => {
    for (const notice of pendingFor(channel, state)) {
      const facts = { channel: channel.name, kind: notice.kind }
      try {
        await withTimeLimit(delivering.timeoutMs, async (signal) =>
          channel.send(toNotice(state, notice), { signal }),
        )
      } catch (error) {
        failed++
        countNotice({ ...facts, outcome: 'failed' })
        const alert = alertKeyOf(state)
        logger.warn('a channel did not take a notice; it is tried again', {
          ...{ ...facts, alert, reason: safeReason(error) },
        })
        return
      }
      sent++
      countNotice({ ...facts, outcome: 'sent' })
      sentTo.get(notice.id)?.add(channel.name)
    }
  }
  await Promise.all(channels.map(tell))
  const outbox = state.outbox.map((notice) => ({ ...notice, sentTo: [...(sentTo.get(notice.id) ?? [])] }))
  return { state: { ...state, outbox: withoutTold(outbox, channels) }, sent, failed }
}

/** Whether any of the channels has still to be told. */
export const hasPending = (state: AlertState, channels: readonly AlertChannel[]): boolean =>
  channels.some((channel) => pendingFor(channel, state).length > 0)

/** A process without channels forgets nothing: one that has some will tell. */
export function withoutTold(outbox: WaitingNotice[], channels: readonly AlertChannel[]): WaitingNotice[] {
  if (channels.length === 0) return outbox
  return outbox.filter((notice) => channels.some((channel) => isPending(channel, notice)))
}

const pendingFor = (channel: AlertChannel, { outbox }: AlertState): WaitingNotice[] =>
  outbox.filter((notice) => isPending(channel, notice))

const isPending = ({ name, minSeverity }: AlertChannel, { severity, sentTo }: WaitingNotice): boolean =>
  !sentTo.includes(name) && !(minSeverity && isWorse(minSeverity, severity))

function toNotice({ rule, subject }: AlertState, { sentTo: _, ...notice }: WaitingNotice): AlertNotice {
  return { ...notice, rule, subject, key: alertKeyOf({ rule, subject }) }
}
