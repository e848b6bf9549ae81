/** What a call needs to know before it can be made, and what its answer tells. */
export interface CallFacts {
  readonly needs: readonly string[]
  readonly holds: readonly string[]
}

/**
 * The longest chain of calls that must follow each other: a call stands in the round after the one in which the last
 * of what it needs becomes known, whoever tells it first. Answers one name for each link, the first call first.
 *
 * @throws Error when a call needs something that nobody tells.
 */
export function longestChain(
  calls: ReadonlyMap<string, CallFacts>,
  known: readonly string[],
): readonly string[] {
  /** By whom a fact was told first; null for what the reference says itself. */
  const tellers = new Map<string, string | null>(known.map((fact) => [fact, null]))
  const roundOf = new Map<string, number>()
  for (let round = 1; roundOf.size < calls.size; round++) {
    const possible = [...calls].filter(
      ([name, { needs }]) => !roundOf.has(name) && needs.every((fact) => tellers.has(fact)),
    )
    if (possible.length === 0) {
      const stuck = [...calls.keys()].filter((name) => !roundOf.has(name))
      throw new Error(`nothing says what these calls need to know: ${stuck.join(', ')}`)
    }
    for (const [name] of possible) roundOf.set(name, round)
    for (const [name, { holds }] of possible)
      for (const fact of holds) if (!tellers.has(fact)) tellers.set(fact, name)
  }

  const chain: string[] = []
  let link = [...roundOf].toSorted(([, a], [, b]) => b - a)[0]?.[0]
  while (link !== undefined) {
    chain.unshift(link)
    link = calls
      .get(link)!
      .needs.flatMap((fact) => tellers.get(fact) ?? [])
      .toSorted((a, b) => roundOf.get(b)! - roundOf.get(a)!)[0]
  }
  return chain
}
