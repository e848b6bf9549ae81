import { z } from 'zod'
import { Instant } from './instant.ts'

/** Who may state a fact, the most trusted first. An operator's word is an override: no import replaces it. */
export const factSources = [
  'operator',
  'spotify',
  'ticketmaster',
  'musicbrainz',
  'setlistfm',
  'setvote',
] as const

export const FactSource = z.enum(factSources)
export type FactSource = z.infer<typeof FactSource>

/** Where a fact comes from: who said it, when we first saw it said, and where a reader can check it. */
export const Source = z.object({ service: FactSource, at: Instant, url: z.url().nullable() })
export type Source = z.infer<typeof Source>

/** The source of each field. Fields that nobody has stated are absent. */
export const Provenance = z.record(z.string(), Source)
export type Provenance = z.infer<typeof Provenance>

/** True when a fact from `challenger` may replace one from `holder`: it is trusted at least as much. */
export function mayReplace(challenger: FactSource, holder: FactSource): boolean {
  return factSources.indexOf(challenger) <= factSources.indexOf(holder)
}
