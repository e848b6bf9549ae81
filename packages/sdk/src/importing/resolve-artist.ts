import { hasCode, InvalidInputError, NotFoundError } from '../core/errors.ts'
import type { ArtistDraft } from '../domain/artist.ts'
import type { ArtistReference, ImportGap } from '../domain/import-run.ts'
import type { MatchOverride } from '../matching/identity.ts'
import { artistIds, matchArtist } from '../matching/match-artist.ts'
import { looseNameKey } from '../matching/normalize-name.ts'
import { pickArtist } from '../matching/pick-artist.ts'
import type { CallOptions } from '../upstream/call.ts'
import { isUpstreamError } from '../upstream/errors.ts'
import type { ArtistSources } from './artist-sources.ts'
import { findByName } from './find-by-name.ts'
import type { LedgerService } from './ledger.ts'
import { gapOf } from './sync-task.ts'

/** What all services say about one artist, and what they could not say. */
export interface ResolvedArtist {
  readonly drafts: readonly ArtistDraft[]
  readonly gaps: readonly ImportGap[]
}

/** Where ids lead: the services that hold an artist under an id of their own. setlist.fm uses MusicBrainz ids. */
const byId = ['spotify', 'ticketmaster', 'musicbrainz'] as const

/**
 * Finds an artist at every service, from an id at one of them or a name. Ids are followed first (Ticketmaster's
 * links, MusicBrainz's relations, setlist.fm's Ticketmaster ids), all that are known at once, in rounds; a service
 * that no id leads to is asked for the name, and its answer taken only with a second witness. What stays open is a gap.
 */
export async function resolveArtist(
  sources: ArtistSources,
  reference: ArtistReference,
  options: CallOptions,
  overrides: readonly MatchOverride[],
): Promise<ResolvedArtist> {
  const { drafts, gaps } =
    'name' in reference
      ? await findByName(sources, reference.name, options, overrides)
      : { drafts: [await fetchReferenced(sources, reference, options)], gaps: [] }
  return completeArtist(sources, { drafts, gaps }, options, overrides)
}

/** Asks the services that have not yet said what they know of the artist described by `start`. */
export async function completeArtist(
  sources: ArtistSources,
  start: ResolvedArtist,
  options: CallOptions,
  overrides: readonly MatchOverride[],
): Promise<ResolvedArtist> {
  const drafts = [...start.drafts]
  const gaps = [...start.gaps]
  const done = new Set<string>()
  /** Services that have failed: asking them something else would only fail again. */
  const failed = new Set<LedgerService>(gaps.map(({ service }) => service))

  const idAt = (service: string) => drafts.flatMap(artistIds).find((each) => each.service === service)?.id
  const states = (service: LedgerService) => drafts.some((draft) => draft.source.service === service)
  const add = (draft: ArtistDraft | null) => {
    if (draft) drafts.push(draft)
  }

  for (;;) {
    const steps = openQuestions(sources, { idAt, states, done, failed })
    if (steps.length === 0) break
    await Promise.all(
      steps.map(async ({ name, service, ask }) => {
        done.add(name)
        try {
          add(await ask(drafts, options, overrides))
        } catch (error) {
          options.signal?.throwIfAborted()
          if (error instanceof UnsureIdentity) gaps.push(error.gap)
          else if (isUpstreamError(error)) {
            failed.add(service)
            gaps.push(gapOf({ kind: 'artist', service }, error))
          } else if (hasCode(error, 'not-found')) {
            const { code, message } = error
            gaps.push(gapOf({ kind: 'artist', service }, { code, message, retryAt: null }))
          } else throw error
        }
      }),
    )
  }
  return { drafts, gaps }
}

interface Question {
  readonly name: string
  readonly service: LedgerService
  readonly ask: (
    drafts: readonly ArtistDraft[],
    options: CallOptions,
    overrides: readonly MatchOverride[],
  ) => Promise<ArtistDraft | null>
}

/** What can be asked now, with what is known, and has not been asked. */
function openQuestions(
  sources: ArtistSources,
  {
    idAt,
    states,
    done,
    failed,
  }: {
    readonly idAt: (service: string) => string | undefined
    readonly states: (service: LedgerService) => boolean
    readonly done: ReadonlySet<string>
    readonly failed: ReadonlySet<LedgerService>
  },
): Question[] {
  const questions: Question[] = []
  const consider = (name: string, service: LedgerService, possible: unknown, ask: Question['ask']) => {
    if (possible && !done.has(name) && !failed.has(service)) questions.push({ name, service, ask })
  }
  for (const service of byId) {
    const id = idAt(service)
    const source = sources.services[service]
    consider(`${service}-by-id`, service, source && id && !states(service), (_, options) =>
      source!.byId(id!, options),
    )
  }
  const spotifyId = idAt('spotify')
  const attractionId = idAt('ticketmaster')
  const mbid = idAt('musicbrainz')
  consider(
    'mbid-of-spotify',
    'musicbrainz',
    sources.mbidsOfSpotify && spotifyId && !mbid,
    async (drafts, options) => {
      const found = (await sources.mbidsOfSpotify!([spotifyId!], options)).get(spotifyId!)
      return found ? withId(drafts[0]!, found) : null
    },
  )
  consider(
    'mbid-of-ticketmaster',
    'setlistfm',
    sources.mbidOfTicketmaster && attractionId && !mbid,
    async (drafts, options) => {
      const found = await sources.mbidOfTicketmaster!(attractionId!, options)
      return found ? withId(drafts[0]!, found) : null
    },
  )
  if (questions.length > 0) return questions
  const byName = { spotify: spotifyId, ticketmaster: attractionId, setlistfm: mbid }
  for (const [service, id] of Object.entries(byName) as [keyof typeof byName, string | undefined][]) {
    const source = sources.services[service]
    consider(`${service}-by-name`, service, source && !id, (drafts, options, overrides) =>
      pickByName(service, drafts, overrides, () => source!.byName(drafts[0]!.name, options)),
    )
  }
  return questions
}

/** Nothing but the name speaks for a candidate: an operator has to decide. */
class UnsureIdentity extends Error {
  readonly gap: ImportGap
  constructor(gap: ImportGap) {
    super(gap.message)
    this.gap = gap
  }
}

async function pickByName(
  service: LedgerService,
  drafts: readonly ArtistDraft[],
  overrides: readonly MatchOverride[],
  search: () => Promise<ArtistDraft[]>,
): Promise<ArtistDraft | null> {
  const clues = cluesOf(drafts)
  const named = (await search()).filter((draft) => looseNameKey(draft.name) === looseNameKey(clues.name))
  const proved = named.filter((draft) => matchArtist(clues, draft, { overrides }).outcome === 'same')
  if (proved.length === 1) return proved[0]!
  const pick = pickArtist(clues, named, { overrides })
  if (pick.status === 'none') return null
  throw new UnsureIdentity({
    kind: 'artist',
    service,
    reason: 'identity-unsure',
    message: `${service} lists ${named.length} × '${clues.name}', and nothing but the name says which is this artist: decide with an identity override`,
    retryAt: null,
  })
}

/** Everything known about the artist, as one description to compare with. */
function cluesOf(drafts: readonly ArtistDraft[]) {
  return {
    name: drafts[0]!.name,
    aliases: drafts.slice(1).map((draft) => draft.name),
    externalIds: drafts.flatMap(artistIds),
    genres: drafts.flatMap((draft) => draft.genres ?? []),
    disambiguation: drafts.find((draft) => draft.disambiguation)?.disambiguation ?? null,
    countryCode: drafts.find((draft) => draft.countryCode)?.countryCode ?? null,
  }
}

/** A draft that states nothing but that the artist has this MusicBrainz id. */
const withId = (draft: ArtistDraft, mbid: string): ArtistDraft => ({
  name: draft.name,
  externalIds: [{ service: 'musicbrainz', id: mbid }],
  source: draft.source,
})

async function fetchReferenced(
  { services }: ArtistSources,
  reference: Exclude<ArtistReference, { readonly name: string }>,
  options: CallOptions,
): Promise<ArtistDraft> {
  const [service, id] =
    'spotifyId' in reference
      ? (['spotify', reference.spotifyId] as const)
      : 'ticketmasterId' in reference
        ? (['ticketmaster', reference.ticketmasterId] as const)
        : ([services.musicbrainz ? 'musicbrainz' : 'setlistfm', reference.mbid] as const)
  const source = services[service]
  if (!source) throw new InvalidInputError(`To import by this id, configure the ${service} client`)
  try {
    return await source.byId(id, options)
  } catch (error) {
    if (hasCode(error, 'upstream-not-found'))
      throw new NotFoundError(`${service} knows no artist with the id '${id}'`)
    throw error
  }
}
