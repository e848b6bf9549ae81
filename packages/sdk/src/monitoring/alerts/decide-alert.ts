import { days } from '../../core/duration.ts'
import { type Finding, isWorse } from '../finding.ts'
import type { AlertState, WaitingNotice } from './alert-state.ts'

export interface Deciding {
  readonly at: Date
  readonly owner: string
  /** Null for no reminders. */
  readonly remindAfterMs: number | null
  /** How long what another process has found stands without it finding it again. */
  readonly witnessMs: number
  /** Names a new notice. */
  readonly newId: () => string
}

/** What nobody has taken in this time is given up, and so are the oldest of more than `longestOutbox`. */
const giveUpAfterMs = days(7)
const longestOutbox = 20

/**
 * What becomes of an alert: opens with the first finding, escalates when it gets worse, reminds, recovers when
 * nobody finds it any more. Null when there is nothing to remember. The same object when nothing changes.
 *
 * Processes may see different things: their clocks differ by seconds, and a breaker that is open here is closed
 * there. So an alert is over only when everybody who found it has taken that back, or has long been silent.
 */
export function decideAlert(
  state: AlertState | null,
  finding: Finding | null,
  deciding: Deciding,
): AlertState | null {
  const { at } = deciding
  const next = finding ? found(state, finding, deciding) : notFound(state, deciding)
  if (!next) return null
  const fresh = next.outbox.filter((notice) => at.getTime() - notice.at.getTime() <= giveUpAfterMs)
  const outbox = fresh.slice(-longestOutbox)
  if (next.status === 'recovered' && outbox.length === 0) return null
  return outbox.length === next.outbox.length ? next : { ...next, outbox }
}

function found(state: AlertState | null, finding: Finding, deciding: Deciding): AlertState {
  const { at, owner, remindAfterMs } = deciding
  const { severity, title, details } = finding
  if (state?.status !== 'open') {
    const { rule, subject } = finding
    const opened: AlertState = {
      ...{ rule, subject, severity, title, details: { ...details } },
      status: 'open',
      openedAt: at,
      noticedAt: at,
      seenBy: { [owner]: at },
      outbox: state?.outbox ?? [],
      claim: null,
    }
    return withNotice(opened, 'opened', deciding)
  }
  const seen = witnessed(state, deciding)
  const told = { ...seen, title, details: { ...details } }
  if (isWorse(severity, state.severity)) return withNotice({ ...told, severity }, 'escalated', deciding)
  const isDue = remindAfterMs !== null && at.getTime() - state.noticedAt.getTime() >= remindAfterMs
  // Who has not even heard of the alert needs no reminder.
  return isDue && state.outbox.length === 0 ? withNotice(told, 'reminder', deciding) : seen
}

function notFound(state: AlertState | null, deciding: Deciding): AlertState | null {
  if (state?.status !== 'open') return state
  const { at, owner, witnessMs } = deciding
  const { [owner]: mine, ...others } = state.seenBy
  const standing = Object.values(others).some((seenAt) => at.getTime() - seenAt.getTime() < witnessMs)
  if (standing) return mine ? { ...state, seenBy: others } : state
  return withNotice({ ...state, status: 'recovered', seenBy: {} }, 'recovered', deciding)
}

/** Written down now and then only: an open alert must not cost a write with each evaluation. */
function witnessed(state: AlertState, { at, owner, witnessMs }: Deciding): AlertState {
  const mine = state.seenBy[owner]
  if (mine && at.getTime() - mine.getTime() < witnessMs / 3) return state
  const standing = Object.entries(state.seenBy).filter(
    ([, seenAt]) => at.getTime() - seenAt.getTime() < witnessMs,
  )
  return { ...state, seenBy: { ...Object.fromEntries(standing), [owner]: at } }
}

function withNotice(state: AlertState, kind: WaitingNotice['kind'], { at, newId }: Deciding): AlertState {
  const { severity, title, details, openedAt } = state
  const notice: WaitingNotice = { id: newId(), kind, at, openedAt, severity, title, details, sentTo: [] }
  return { ...state, noticedAt: at, outbox: [...state.outbox, notice] }
}
