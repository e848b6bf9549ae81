import type { Setvote, VoteAudit, VoteOutcome } from '@setvote/sdk'
import type { DemoFan } from './gather-crowd.ts'
import type { NextPrediction } from './predict-next-show.ts'

/** How often each outcome came. */
export type Outcomes = Readonly<Record<VoteOutcome['status'], number>>

export interface Rush {
  readonly fans: number
  readonly outcomes: Outcomes
  readonly milliseconds: number
}

export interface CountedRush extends Rush {
  /** The songs with the most votes first; votes of earlier runs included, where the store has kept them. */
  readonly tally: readonly { readonly title: string; readonly upvotes: number }[]
  readonly audit: VoteAudit
  readonly auditMs: number
}

/** All fans at once, each one song after the other. Fans stop voting when the signal says so. */
export async function voteInARush(
  { votes }: Setvote,
  crowd: readonly DemoFan[],
  signal: AbortSignal,
): Promise<Rush> {
  const outcomes: Record<VoteOutcome['status'], number> = {
    counted: 0,
    'already-cast': 0,
    'limit-reached': 0,
    quarantined: 0,
    locked: 0,
    'not-found': 0,
  }
  async function tap(fanId: string, setlistSongId: string): Promise<void> {
    const { status } = await votes.cast({ fanId, setlistSongId })
    outcomes[status]++
  }
  const startedAt = performance.now()
  await Promise.all(
    crowd.map(async ({ id, wishes, isHasty }) => {
      for (const [index, song] of wishes.entries()) {
        if (signal.aborted) return
        const taps = isHasty && index === 0 ? 2 : 1
        await Promise.all(Array.from({ length: taps }, () => tap(id, song)))
      }
    }),
  )
  return { fans: crowd.length, outcomes, milliseconds: performance.now() - startedAt }
}

/** Reads what the rush has left, and holds every count against the ballots. */
export async function countRush(
  { votes }: Setvote,
  rush: Rush,
  { show, setlist }: NextPrediction,
): Promise<CountedRush> {
  const { songs } = await votes.tally(show.id)
  const titles = new Map(setlist.songs.map(({ id, title }) => [id, title]))
  const startedAt = performance.now()
  const audit = await votes.audit()
  return {
    ...rush,
    tally: songs
      .filter(({ setlistId }) => setlistId === setlist.id)
      .map(({ id, upvotes }) => ({ title: titles.get(id) ?? id, upvotes }))
      .toSorted((a, b) => b.upvotes - a.upvotes),
    audit,
    auditMs: performance.now() - startedAt,
  }
}

export const castIn = ({ outcomes }: Rush): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0)

export const ratePerSecond = (rush: Rush): number =>
  Math.round(castIn(rush) / (Math.max(rush.milliseconds, 1) / 1000))
