import type { EntityId, Tally } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'

/** A setlist song, its counts, and the instant of the show's lock; null where its setlist is locked or there is none. */
export type StageRow = readonly [
  id: EntityId,
  upvotes: number,
  quarantined: number,
  lockedAtMs?: number | null,
]

export interface Stage {
  tallyOf(id: EntityId): Tally
  lockedAtMs(id: EntityId): number | null
}

/** What several statements said about songs; the last word counts. */
export function readStage(tables: readonly (readonly StageRow[] | null)[]): Stage {
  const rows = new Map(tables.flatMap((table) => table ?? []).map((row) => [row[0], row]))
  return {
    tallyOf(id) {
      const [, upvotes = 0, quarantined = 0] = rows.get(id) ?? []
      return { upvotes, quarantined }
    },
    lockedAtMs: (id) => rows.get(id)?.[3] ?? null,
  }
}

export function lockedOutcome(stage: Stage, id: EntityId) {
  const ms = stage.lockedAtMs(id)
  return { status: 'locked' as const, lockedAt: ms === null ? null : new Date(ms) }
}

export const keyOf = (fanId: EntityId, other: string): string => `${fanId}\0${other}`

/** The id to look for. PostgreSQL keeps no such text as some ids are, and nothing has an empty one. */
export const storable = (id: string): string => (isKeepable(id) ? id : '')
