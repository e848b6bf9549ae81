/**
 * What fans have to do with things: at most one value for each fan and thing, found from both sides. `onChange` is
 * told of every change, so that counts are kept with the pairs and never beside them.
 */
export interface Pairs<Value> {
  get(fanId: string, thingId: string): Value | undefined
  set(fanId: string, thingId: string, value: Value): void
  delete(fanId: string, thingId: string): boolean
  ofFan(fanId: string): ReadonlyMap<string, Value>
  ofThing(thingId: string): ReadonlyMap<string, Value>
  /** Answers how many went. */
  dropFan(fanId: string): number
  dropThing(thingId: string): void
  /** Hands everything over; a fan who has a value there already keeps that one. */
  moveThing(fromId: string, toId: string): void
  readonly size: number
  things(): Iterable<readonly [thingId: string, fans: ReadonlyMap<string, Value>]>
}

export type PairChange<Value> = (
  fanId: string,
  thingId: string,
  before: Value | undefined,
  after: Value | undefined,
) => void

const none = new Map<string, never>()

export function createPairs<Value>(onChange: PairChange<Value> = () => {}): Pairs<Value> {
  const byFan = new Map<string, Map<string, Value>>()
  const byThing = new Map<string, Map<string, Value>>()
  let size = 0

  const pairs: Pairs<Value> = {
    get: (fanId, thingId) => byThing.get(thingId)?.get(fanId),
    set(fanId, thingId, value) {
      const before = pairs.get(fanId, thingId)
      if (before === undefined) size++
      put(byFan, fanId, thingId, value)
      put(byThing, thingId, fanId, value)
      onChange(fanId, thingId, before, value)
    },
    delete(fanId, thingId) {
      const before = pairs.get(fanId, thingId)
      if (before === undefined) return false
      size--
      drop(byFan, fanId, thingId)
      drop(byThing, thingId, fanId)
      onChange(fanId, thingId, before, undefined)
      return true
    },
    ofFan: (fanId) => byFan.get(fanId) ?? none,
    ofThing: (thingId) => byThing.get(thingId) ?? none,
    dropFan(fanId) {
      const things = [...pairs.ofFan(fanId).keys()]
      for (const thingId of things) pairs.delete(fanId, thingId)
      return things.length
    },
    dropThing(thingId) {
      for (const fanId of [...pairs.ofThing(thingId).keys()]) pairs.delete(fanId, thingId)
    },
    moveThing(fromId, toId) {
      for (const [fanId, value] of [...pairs.ofThing(fromId)]) {
        pairs.delete(fanId, fromId)
        if (pairs.get(fanId, toId) === undefined) pairs.set(fanId, toId, value)
      }
    },
    get size() {
      return size
    },
    things: () => byThing,
  }
  return pairs
}

function put<Value>(side: Map<string, Map<string, Value>>, one: string, other: string, value: Value): void {
  const values = side.get(one)
  if (values) values.set(other, value)
  else side.set(one, new Map([[other, value]]))
}

function drop<Value>(side: Map<string, Map<string, Value>>, one: string, other: string): void {
  const values = side.get(one)
  values?.delete(other)
  if (values?.size === 0) side.delete(one)
}
