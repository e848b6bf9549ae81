import type { Finding } from '../finding.ts'
import { alertKeyOf } from '../finding.ts'
import type { AlertBook, Entry } from './alert-book.ts'
import type { AlertState } from './alert-state.ts'
import { type Deciding, decideAlert } from './decide-alert.ts'
import { type Delivering, deliver, hasPending, withoutTold } from './deliver.ts'

export interface Settling extends Deciding, Delivering {
  readonly book: AlertBook
  readonly findings: readonly Finding[]
  /** Whether the alerts of a rule can be judged now; those of others stay as they are. */
  readonly isJudged: (rule: string) => boolean
  /** How long an alert stays this process's while it tells the channels, in milliseconds. */
  readonly claimMs: number
}

export interface Settled {
  readonly sent: number
  readonly failed: number
}

/**
 * Brings what is remembered of every alert up to date, and tells the channels. Of several processes that do so at
 * once, one claims an alert and tells; who dies while telling leaves it to the next evaluation after the claim.
 */
export async function settleAlerts(settling: Settling): Promise<Settled> {
  const { book, findings } = settling
  const entries = await book.read()
  const found = new Map(findings.map((finding) => [alertKeyOf(finding), finding]))
  const keys = new Set([...entries.keys(), ...found.keys()])
  const settled = await Promise.allSettled(
    [...keys].map((key) =>
      settleOne(entries.get(key) ?? { key, raw: null, state: null }, found.get(key) ?? null, settling),
    ),
  )
  const total = { sent: 0, failed: 0 }
  for (const each of settled) {
    if (each.status === 'rejected') throw each.reason
    total.sent += each.value.sent
    total.failed += each.value.failed
  }
  return total
}

const nothing: Settled = { sent: 0, failed: 0 }
/** More than processes that look at one alert in the same moment. */
const attempts = 20

async function settleOne(first: Entry, finding: Finding | null, settling: Settling): Promise<Settled> {
  let entry = first
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const settled = await trySettling(entry, finding, settling)
    if (settled) return settled
    entry = await settling.book.readOne(entry.key)
  }
  return nothing
}

/** Null when another process has written meanwhile. */
async function trySettling(
  entry: Entry,
  finding: Finding | null,
  settling: Settling,
): Promise<Settled | null> {
  const { book, channels, owner, at, claimMs, logger, isJudged } = settling
  const { state } = entry
  if (state?.claim && state.claim.owner !== owner && state.claim.until > at) return nothing
  const keep = state !== null && finding === null && !isJudged(state.rule)
  const decided = keep ? state : decideAlert(state, finding, settling)
  if (!decided || !hasPending(decided, channels)) {
    const next = decided && { ...decided, outbox: withoutTold(decided.outbox, channels), claim: null }
    if (isSameState(next, state) && (next !== null || entry.raw === null)) return nothing
    return (await book.write(entry, forgettable(next) ? null : next)) && nothing
  }
  const until = new Date(at.getTime() + claimMs)
  const claimed = await book.write(entry, { ...decided, claim: { owner, until } })
  if (!claimed) return null
  const { state: told, sent, failed } = await deliver(decided, settling)
  const released = { ...told, claim: null }
  const written = await book.write(claimed, forgettable(released) ? null : released)
  if (!written) {
    logger.warn('an alert was taken over while it was told; it may be told twice', { alert: entry.key })
  }
  return { sent, failed }
}

const forgettable = (state: AlertState | null): boolean =>
  state !== null && state.status === 'recovered' && state.outbox.length === 0

const isSameState = (one: AlertState | null, other: AlertState | null): boolean =>
  one === other || (one !== null && other !== null && JSON.stringify(one) === JSON.stringify(other))
