import { minutes } from '../core/duration.ts'

/** What this process last heard of an account, in the server's time: enough to tell it again when Redis forgot it. */
export interface KnownAccount {
  id: string
  seenAt: number
  until: number | null
  why: string
  readonly windows: Map<string, KnownWindow>
}

export interface KnownWindow {
  readonly endsAt: number
  readonly spent: number
  readonly sliding: boolean
}

export interface QuotaMemory {
  /** What is remembered at `at`; null once Redis may have dropped the account because nobody used it. */
  find(key: string, at: number): KnownAccount | null
  account(key: string, id: string, at: number): KnownAccount
}

/** Less than an account is kept at least: one of another id is new because the old one was lost. */
const rememberMs = minutes(9)

export function createQuotaMemory(): QuotaMemory {
  const accounts = new Map<string, KnownAccount>()
  return {
    find(key, at) {
      const account = accounts.get(key)
      if (!account) return null
      for (const [name, { endsAt }] of account.windows) if (endsAt <= at) account.windows.delete(name)
      if (account.until !== null && account.until <= at) account.until = null
      if (account.windows.size > 0 || account.until !== null || at < account.seenAt + rememberMs)
        return account
      accounts.delete(key)
      return null
    },
    account(key, id, at) {
      const known = accounts.get(key) ?? { id, seenAt: at, until: null, why: '', windows: new Map() }
      known.id = id
      known.seenAt = at
      accounts.set(key, known)
      return known
    },
  }
}

/** As the scripts read it. */
export function tellKnown(account: KnownAccount | null): string {
  if (!account) return '{}'
  const fixed = [...account.windows].filter(([, { sliding }]) => !sliding)
  return JSON.stringify({
    id: account.id,
    windows: Object.fromEntries(fixed.map(([name, { endsAt, spent }]) => [name, { endsAt, spent }])),
    ...(account.until !== null && { until_: account.until, why: account.why }),
  })
}
