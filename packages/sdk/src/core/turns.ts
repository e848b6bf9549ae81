/**
 * Makes pieces of work wait for each other: each begins when the one before it has ended, well or not.
 *
 * @example
 * const inTurn = createTurns()
 * await Promise.all([inTurn(first), inTurn(second)]) // never at the same time
 */
export function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}
