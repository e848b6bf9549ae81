import { z } from 'zod'

/**
 * The services whose ids we keep. A MusicBrainz id names an artist at setlist.fm too.
 * `setvote` names things that no service has an id for, by what makes them one thing: a song by its artist and
 * title, a predicted setlist by its show.
 */
export const IdService = z.enum(['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz', 'setvote'])
export type IdService = z.infer<typeof IdService>

/** What a thing is called at one service. A thing may carry several ids of one service (duplicates listed there). */
export const ExternalId = z.object({ service: IdService, id: z.string().min(1) })
export type ExternalId = z.infer<typeof ExternalId>

/** One text for an external id, to use as a key. */
export const externalKey = ({ service, id }: ExternalId): string => `${service}:${id}`

/** The ids that a thing has at one service, the first one its main id there. */
export function idsAt(thing: { readonly externalIds: readonly ExternalId[] }, service: IdService): string[] {
  return thing.externalIds.filter((each) => each.service === service).map((each) => each.id)
}
