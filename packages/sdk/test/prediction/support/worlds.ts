import type { PastSetlist } from '../../../src/prediction/setlist-model.ts'

/** Decides what is played at the show of this number. */
export type Habit = (show: number, chance: () => number, past: readonly (readonly string[])[]) => Evening

export interface Evening {
  readonly songs: readonly string[]
  readonly tour?: string
}

/** The same chances in every run. */
export function createChance(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Shows of an artist with a habit, every other day. */
export function showsOf(habit: Habit, count: number): PastSetlist[] {
  const chance = createChance()
  const past: (readonly string[])[] = []
  return Array.from({ length: count }, (_, show) => {
    const { songs, tour = null } = habit(show, chance, past)
    past.push(songs)
    return { localDate: dayOf(show), tour, songs: songs.map((key) => ({ key, part: 'main' })) }
  })
}

/** The day of the show of this number. */
export const dayOf = (show: number): string =>
  new Date(Date.UTC(2024, 0, 1 + 2 * show)).toISOString().slice(0, 10)

/** `a0`, `a1` … */
export const songs = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`)

/** Some of them, each at most once; the first ones are `slope` times as likely as the last. */
export function draw(
  pool: readonly string[],
  count: number,
  chance: () => number,
  { slope = 1, except = [] }: { readonly slope?: number; readonly except?: readonly string[] } = {},
): string[] {
  const left = pool
    .map((song, at) => ({ song, weight: slope ** (1 - at / pool.length) }))
    .filter(({ song }) => !except.includes(song))
  return Array.from({ length: Math.min(count, left.length) }, () => {
    let rest = chance() * left.reduce((sum, { weight }) => sum + weight, 0)
    const at = left.findIndex(({ weight }) => {
      rest -= weight
      return rest <= 0
    })
    return left.splice(at < 0 ? left.length - 1 : at, 1)[0]!.song
  })
}
