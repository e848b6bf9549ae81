/** `did you mean 'cleanup'?`, or the names that there are when none is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearestName(name, names)
  return near === null ? `there are ${names.join(', ')}` : `did you mean '${near}'?`
}

/** The name that is a few slips away; null when none is. */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = name.toLowerCase()
  const inside = names.filter((each) => wanted.length >= 3 && each.includes(wanted))
  if (inside.length === 1) return inside[0]!
  const ranked = names
    .map((each) => ({ each, slips: slipsBetween(wanted, each) }))
    .sort((one, other) => one.slips - other.slips)
  const best = ranked[0]
  return best && best.slips <= Math.max(2, best.each.length / 3) ? best.each : null
}

/** How many letters are to be changed, added or left out to make one text of the other (Levenshtein). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[other.length]!
}
