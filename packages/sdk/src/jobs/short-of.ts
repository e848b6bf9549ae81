import type { ImportClients } from '../importing/import-clients.ts'
import type { Calls, Service } from './artist-parts.ts'

/** How long to wait for a budget of which nobody says when it is refilled. */
const unknownWaitMs = 15 * 60_000

/**
 * When to come back for calls that the budgets of the background do not cover now; null when they do. Services
 * without a client cost nothing.
 */
export async function shortOf(clients: ImportClients, calls: Calls, now: Date): Promise<Date | null> {
  const waits = await Promise.all(
    Object.entries(calls).map(async ([service, count]) => {
      const budget = await clients[service as Service]?.budget()
      const remaining = budget?.background.remaining ?? Number.POSITIVE_INFINITY
      return remaining >= count ? null : (budget?.background.retryAt ?? afterUnknownWait(now))
    }),
  )
  return latestOf(waits)
}

export const afterUnknownWait = (now: Date): Date => new Date(now.getTime() + unknownWaitMs)

/** The last of some instants; null without one. */
const latestOf = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((latest, each) => (each && (!latest || each > latest) ? each : latest), null)

/** The first of some instants; null without one. */
export const earliestOf = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((earliest, each) => (each && (!earliest || each < earliest) ? each : earliest), null)
