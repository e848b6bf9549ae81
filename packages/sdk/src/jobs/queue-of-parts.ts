import type { ImportClients } from '../importing/import-clients.ts'
import { type ArtistPart, callsFor, configuredParts } from './artist-parts.ts'
import type { SyncPlan } from './sync-plan.ts'

/** Hands out what a plan has left, part by part, in the order of its artists. */
export interface QueueOfParts {
  readonly parts: readonly ArtistPart[]
  readonly total: number
  /**
   * The artist whose turn it is in a part; null after the last. It waits for the parts that spend from the same
   * budgets and are behind: what is left of a budget goes to whoever is first in the plan, whatever the part.
   */
  next(part: ArtistPart): Promise<string | null>
  /** That artist is done with. */
  pass(part: ArtistPart): void
  /** Nobody has to wait for this part any more. */
  stop(part: ArtistPart): void
  /** The artists with the parts that are not done. */
  left(): SyncPlan['left']
}

export function queueOfParts(plan: SyncPlan, clients: ImportClients): QueueOfParts {
  const named = new Set(plan.left.flatMap(({ parts }) => parts))
  const parts = configuredParts(clients, [...named])
  /** Places in the plan. */
  const places = new Map(parts.map((part) => [part, placesOf(plan, part)]))
  const reached = new Map(parts.map((part) => [part, 0]))
  const stopped = new Set<ArtistPart>()
  let wake = () => {}
  let moved = new Promise<void>((resolve) => {
    wake = resolve
  })

  const placeOf = (part: ArtistPart) => places.get(part)![reached.get(part)!] ?? Number.POSITIVE_INFINITY
  const rivals = new Map(
    parts.map((part) => [part, parts.filter((other) => other !== part && share(part, other))]),
  )
  const tellOthers = () => {
    const woken = wake
    moved = new Promise((resolve) => {
      wake = resolve
    })
    woken()
  }

  return {
    parts,
    total: [...places.values()].reduce((sum, { length }) => sum + length, 0),
    async next(part) {
      const place = placeOf(part)
      while (rivals.get(part)!.some((other) => !stopped.has(other) && placeOf(other) < place)) await moved
      return plan.left[place]?.id ?? null
    },
    pass(part) {
      reached.set(part, reached.get(part)! + 1)
      tellOthers()
    },
    stop(part) {
      stopped.add(part)
      tellOthers()
    },
    left: () =>
      plan.left.flatMap(({ id }, place) => {
        const open = parts.filter((part) => plan.left[place]!.parts.includes(part) && placeOf(part) <= place)
        return open.length > 0 ? { id, parts: open } : []
      }),
  }
}

const placesOf = ({ left }: SyncPlan, part: ArtistPart): number[] =>
  left.flatMap(({ parts }, place) => (parts.includes(part) ? place : []))

const share = (one: ArtistPart, other: ArtistPart): boolean =>
  Object.keys(callsFor[one]).some((service) => Object.hasOwn(callsFor[other], service))
