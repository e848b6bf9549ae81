import { median } from './median.ts'

/** Something that is measured: one call of it is one measurement. */
export type Contestant = () => unknown

/**
 * Measures contestants side by side: each round runs each of them once, and the one that begins changes from round
 * to round, so that a slow moment of the machine strikes all alike. Answers the median of each in milliseconds.
 * The first `warmUp` rounds are not counted.
 */
export async function interleaved<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + warmUp + turn) % names.length]!
      const startedAt = performance.now()
      await contestants[name]()
      const tookMs = performance.now() - startedAt
      if (round >= 0) times.get(name)!.push(tookMs)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<Name, number>
}
