import type { CronConfig } from '../config/define-cron.ts'

/** What is known before anybody judges. */
export interface Patient {
  readonly config: CronConfig
  readonly env: Readonly<Record<string, string | undefined>>
  /** `24.12.0`; null when nobody said. */
  readonly nodeVersion: string | null
  /** Null where the storage is none of a database server. */
  readonly postgres: Found<PostgresFacts> | null
  /** Null where there is no Redis. */
  readonly redis: Found<RedisFacts> | null
  /** How far clocks of others are ahead of ours. */
  readonly clocks: readonly ClockFacts[]
  /** When each job was last due to have run, by name; null for never. Null when the ledger could not be read. */
  readonly lastSlots: Readonly<Record<string, Date | null>> | null
}

/** What was found, or why nothing was. */
export type Found<Facts> = Facts | { readonly error: string }

export interface PostgresFacts {
  /** `150018` for 15.18. */
  readonly version: number
  readonly isReplica: boolean
  readonly isReadOnly: boolean
  readonly port: number | null
  readonly sessions: 'kept' | 'lost' | 'unknown'
  readonly schema: {
    readonly state: 'missing' | 'behind' | 'current' | 'newer'
    readonly steps: readonly string[]
  }
}

export interface RedisFacts {
  /** `7.0.15`. */
  readonly version: string
  readonly role: string
  /** What it does when its memory is full. */
  readonly evictionPolicy: string
  readonly usedBytes: number
  /** 0 for no limit. */
  readonly maxBytes: number
  /** Null when it would not say. */
  readonly isPersistent: boolean | null
  readonly lastSaveFailed: boolean
}

export interface ClockFacts {
  readonly of: string
  readonly aheadMs: number
  /** How far that may be wrong. */
  readonly within: number
}
