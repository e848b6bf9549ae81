const longestChunk = 512

/**
 * Distinct texts in order. Adding, removing and finding a place cost a binary search and a shift within one short
 * chunk, however many keys there are; walking costs what is walked.
 */
export interface SortedKeys {
  add(key: string): void
  delete(key: string): void
  readonly size: number
  /** Upwards from `from` (included) to `until` (not included; null for the end). */
  ascending(from: string, until: string | null): Generator<string, void>
  /** Downwards from below `until` (null for the end) to `from` (included). */
  descending(from: string, until: string | null): Generator<string, void>
}

export function createSortedKeys(): SortedKeys {
  const chunks: string[][] = [[]]
  let size = 0

  /** The chunk in which a key is or belongs. */
  const chunkOf = (key: string): number => {
    let low = 0
    let high = chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (chunks[middle]![0]! <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Keys mostly arrive in order. */
  const isLast = (key: string) => key > (chunks.at(-1)!.at(-1) ?? '')

  return {
    add(key) {
      const at = isLast(key) ? chunks.length - 1 : chunkOf(key)
      const chunk = chunks[at]!
      const place = isLast(key) ? chunk.length : placeIn(chunk, key)
      if (chunk[place] === key) return
      if (place === chunk.length) chunk.push(key)
      else chunk.splice(place, 0, key)
      size++
      if (chunk.length > longestChunk) {
        // A chunk that overflows at its end stays full: the next keys will follow there.
        const half = place === chunk.length - 1 ? chunk.length - 1 : chunk.length >>> 1
        chunks.splice(at + 1, 0, chunk.splice(half))
      }
    },
    delete(key) {
      const at = chunkOf(key)
      const chunk = chunks[at]!
      const place = placeIn(chunk, key)
      if (chunk[place] !== key) return
      chunk.splice(place, 1)
      size--
      if (chunk.length === 0 && chunks.length > 1) chunks.splice(at, 1)
    },
    get size() {
      return size
    },
    *ascending(from, until) {
      let at = chunkOf(from)
      let place = placeIn(chunks[at]!, from)
      for (; at < chunks.length; at++, place = 0) {
        const chunk = chunks[at]!
        for (; place < chunk.length; place++) {
          const key = chunk[place]!
          if (until !== null && key >= until) return
          yield key
        }
      }
    },
    *descending(from, until) {
      let at = until === null ? chunks.length - 1 : chunkOf(until)
      let place = until === null ? chunks[at]!.length : placeIn(chunks[at]!, until)
      for (; at >= 0; at--, place = chunks[at]?.length ?? 0) {
        for (const chunk = chunks[at]!; place > 0; place--) {
          const key = chunk[place - 1]!
          if (key < from) return
          yield key
        }
      }
    },
  }
}

/** The first place whose key is not below `key`. */
function placeIn(chunk: readonly string[], key: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (chunk[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
