import { z } from 'zod'
import { InvalidInputError } from '../../core/errors.ts'
import { toSeconds } from './input.ts'
import type { Event } from './schemas.ts'

/** Items of the largest page. */
export const pageSize = 200
/** The service serves a page while size × page ≤ 1000, and refuses (DIS1035) the next one. */
export const lastOffset = 1000
/** How many items of one search can be read. */
export const reachable = lastOffset + pageSize
/** What a piece should hold: less than can be read, because the pieces are estimated. */
const pieceSize = 1000
/** A service that ignores dates would have us split for ever. */
const maxSplits = 32

/** A span of time, both edges inclusive, in whole seconds since 1970; null for an open edge. */
const Window = z.tuple([z.int().nullable(), z.int().nullable()])
export type EventWindow = z.infer<typeof Window>

/** Where a listing of all events stands. */
const Position = z.strictObject({
  /** Announced days first, then days to be announced, then days to be decided: three searches. */
  section: z.enum(['dated', 'tba', 'tbd']),
  page: z.int().nonnegative(),
  /** Windows of the dated section still to be read, the current one first. */
  windows: z.array(Window),
  splits: z.int().nonnegative(),
  /** What the service declared for the windows that are done, less repeats. */
  counted: z.int(),
  /** The most that it declared for all windows at once. */
  declared: z.int().nonnegative(),
})
export type EventPosition = z.infer<typeof Position>

export const writePosition = (position: EventPosition): string => JSON.stringify(position)

export function readPosition(text: string): EventPosition {
  const parsed = Position.safeParse(parseJson(text))
  if (!parsed.success) throw new InvalidInputError('from: not the `next` of a page of this list')
  return parsed.data
}

export function firstPosition(from: Date | undefined, to: Date | undefined): EventPosition {
  if (from && to && from > to) throw new InvalidInputError('from lies after to')
  const window: EventWindow = [toEpochSecond(from, 'from'), toEpochSecond(to, 'to')]
  return { section: 'dated', page: 0, windows: [window], splits: 0, counted: 0, declared: 0 }
}

/** The current window in the service's words. */
export function windowQuery([from, to]: EventWindow): { startDateTime?: Date; endDateTime?: Date } {
  return {
    ...(from !== null && { startDateTime: new Date(from * 1000) }),
    ...(to !== null && { endDateTime: new Date(to * 1000) }),
  }
}

/**
 * The position with its current window cut into pieces that should fit below the wall, or null when it cannot be
 * cut. The first page is sorted by id, so its days are a sample of the window's: the cuts go through its quantiles.
 * Pieces share no second.
 */
export function splitPosition(
  position: EventPosition,
  total: number,
  sample: readonly Event[],
): EventPosition | null {
  const [window, ...later] = position.windows
  if (!window || position.splits >= maxSplits) return null
  const cuts = chooseCuts(
    window,
    Math.ceil(total / pieceSize),
    sample.flatMap((event) => secondOf(event) ?? []),
  )
  if (cuts.length === 0) return null
  const starts = [window[0], ...cuts]
  const ends = [...cuts.map((cut) => cut - 1), window[1]]
  const pieces = starts.map((start, index): EventWindow => [start, ends[index] ?? null])
  return {
    ...position,
    windows: [...pieces, ...later],
    splits: position.splits + 1,
    declared: Math.max(position.declared, total),
  }
}

/** First seconds of the second and later pieces, ascending. */
function chooseCuts([from, to]: EventWindow, pieces: number, sample: readonly number[]): number[] {
  const isCut = (second: number) => (from === null || second > from) && (to === null || second <= to)
  const inside = sample.filter((second) => second === from || isCut(second)).toSorted((a, b) => a - b)
  // More cuts than events to cut at would only repeat each other, however many there are said to be.
  const count = Math.min(pieces, inside.length + 1)
  const quantiles = Array.from(
    { length: count - 1 },
    (_, index) => inside[Math.floor(((index + 1) * inside.length) / count)],
  )
  const cuts = quantiles.filter((second) => second !== undefined).filter(isCut)
  if (cuts.length > 0) return [...new Set(cuts)]
  // All of the sample in one second: cut behind it.
  const latest = inside.at(-1)
  return latest !== undefined && isCut(latest + 1) ? [latest + 1] : []
}

function secondOf(event: Event): number | null {
  const start = event.dates?.start
  const at = Date.parse(start?.dateTime ?? `${start?.localDate}T12:00:00Z`)
  return Number.isNaN(at) ? null : Math.floor(at / 1000)
}

function toEpochSecond(at: Date | undefined, name: string): number | null {
  const text = toSeconds(at, name)
  return text === undefined ? null : Date.parse(text) / 1000
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
