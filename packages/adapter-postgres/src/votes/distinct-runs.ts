/** Cuts a list where a key comes again, so that no part has a key twice and the parts in order are the list. */
export function distinctRuns<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const runs: Item[][] = []
  let keys = new Set<string>()
  for (const item of items) {
    const key = keyOf(item)
    const run = runs.at(-1)
    if (run && !keys.has(key)) run.push(item)
    else {
      runs.push([item])
      keys = new Set()
    }
    keys.add(key)
  }
  return runs
}
