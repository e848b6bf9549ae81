/** A list much longer than the evening would be no setlist any more, even where it is the safer bet. */
const mostOfEvening = 1.25

/**
 * The songs to name so that the expected F1 is highest. When songs come independently, the best set of any size holds
 * the most probable ones (Lewis, Evaluating and optimizing autonomous text classification systems, 1995; Ye, Chai, Lee
 * and Chieu, Optimizing F-measure, 2012); of those sets the one is taken that maximises twice the expected hits over
 * its size plus the expected length of the evening, which stands for the expectation of the quotient. No more songs
 * are named than a quarter over the expected length, which is the sum of all probabilities.
 *
 * @returns the places of the chosen songs in `probabilities`, the most probable first.
 *
 * @example
 * chooseSongs([0.1, 0.9, 0.8]) // [1, 2]
 */
export function chooseSongs(probabilities: ArrayLike<number>): number[] {
  const ranked = Array.from(probabilities, (_, at) => at).sort(
    (a, b) => probabilities[b]! - probabilities[a]!,
  )
  const expectedLength = ranked.reduce((sum, at) => sum + probabilities[at]!, 0)
  const most = Math.max(1, Math.round(mostOfEvening * expectedLength))
  let expectedHits = 0
  let best = 0
  let size = 0
  for (const [rank, at] of ranked.slice(0, most).entries()) {
    expectedHits += probabilities[at]!
    const expectedF1 = (2 * expectedHits) / (rank + 1 + expectedLength)
    if (expectedF1 <= best) break
    best = expectedF1
    size = rank + 1
  }
  return ranked.slice(0, size)
}
