/** Chance that is the same for the same seed (a 32-bit linear congruential generator). */
export interface Seeded {
  /** A whole number from 0 to below `count`. */
  below(count: number): number
  pick<Item>(items: readonly Item[]): Item
}

export function createSeeded(seed: number): Seeded {
  let state = seed >>> 0
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
  return { below, pick: (items) => items[below(items.length)]! }
}
