/**
 * Callers that ask for the same key while an answer is on its way share that answer; the next caller after it
 * starts anew. A failure is shared as well, and not remembered.
 *
 * @example
 * const once = createSingleFlight<string>()
 * const [a, b] = await Promise.all([once('token', load), once('token', load)]) // one load
 */
export function createSingleFlight<Value>(): (key: string, load: () => Promise<Value>) => Promise<Value> {
  const flights = new Map<string, Promise<Value>>()
  return (key, load) => {
    const current = flights.get(key)
    if (current) return current
    const flight = load().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}
