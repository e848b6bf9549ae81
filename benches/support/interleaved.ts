import { median } from './median.ts'

/** Something that is measured: one call of it is one measurement. */
export type Contestant = () => unknown

/**
 * Measures contestants side by side: each round runs each of them once, in an order that changes from round to
 * round, so that a slow moment of the machine, or the litter of the one before, strikes all alike. Answers the median
 * of each in milliseconds. The first `warmUp` rounds are not counted.
 */
export async function interleaved<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  const shuffle = createShuffle()
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of shuffle(names)) {
      const startedAt = performance.now()
      await contestants[name]()
      const tookMs = performance.now() - startedAt
      if (round >= 0) times.get(name)!.push(tookMs)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<Name, number>
}

/** The same orders in every run. */
function createShuffle(): <Item>(items: readonly Item[]) => Item[] {
  let state = 1
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  return (items) => {
    const shuffled = [...items]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = below(last + 1)
      const held = shuffled[last]!
      shuffled[last] = shuffled[other]!
      shuffled[other] = held
    }
    return shuffled
  }
}
