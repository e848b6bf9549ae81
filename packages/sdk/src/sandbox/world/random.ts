/** Numbers that look random and are the same for the same seed. Not for secrets. */
export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  next(): number
  /** A whole number from `min` to `max`, both inclusive. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  /** One element. The list must not be empty. */
  pick<Item>(list: readonly Item[]): Item
  /** Up to `count` different elements, in random order. */
  sample<Item>(list: readonly Item[], count: number): Item[]
  shuffle<Item>(list: readonly Item[]): Item[]
  /** An independent stream: drawing more here never changes what another fork draws. */
  fork(label: string): Random
}

/** Makes a `Random`. Every text is a seed of its own. */
export function createRandom(seed: string): Random {
  let state = hashText(seed)

  function next(): number {
    state = (state + 0x9e3779b9) | 0
    return scramble(state) / 4294967296
  }
  function int(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1))
  }
  function pick<Item>(list: readonly Item[]): Item {
    return list[int(0, list.length - 1)]!
  }
  function shuffle<Item>(list: readonly Item[]): Item[] {
    const copy = [...list]
    for (let last = copy.length - 1; last > 0; last--) {
      const other = int(0, last)
      const held = copy[last]!
      copy[last] = copy[other]!
      copy[other] = held
    }
    return copy
  }

  return {
    next,
    int,
    pick,
    shuffle,
    chance: (probability) => next() < probability,
    sample: (list, count) => shuffle(list).slice(0, count),
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}

/** 32 bits out of a text; the same text always gives the same bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return scramble(hash)
}

function scramble(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
