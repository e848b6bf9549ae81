import { hasCode, InvalidInputError, NotFoundError } from '../../core/errors.ts'
import type { ArtistDraft } from '../../domain/artist.ts'
import type { ArtistReference, ImportGap } from '../../domain/import-run.ts'
import type { MatchOverride } from '../../matching/identity.ts'
import { artistIds, matchArtist } from '../../matching/match-artist.ts'
import { looseNameKey } from '../../matching/normalize-name.ts'
import { pickArtist } from '../../matching/pick-artist.ts'
import type { CallOptions } from '../../upstream/call.ts'
import { isUpstreamError } from '../../upstream/errors.ts'
import { gapOf } from '../gaps.ts'
import type { LedgerService } from '../ledger.ts'
import type { ArtistSources } from './artist-sources.ts'
import { askOnce } from './ask-once.ts'
import { findByName } from './find-by-name.ts'

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
  asked: ArtistSources,
  reference: ArtistReference,
  options: CallOptions,
  overrides: readonly MatchOverride[],
): Promise<ResolvedArtist> {
  const sources = askOnce(asked)
  const { drafts, gaps } =
    'name' in reference
      ? await findByName(sources, reference.name, options, overrides)
      : { drafts: [await fetchReferenced(sources, reference, options)], gaps: [] }
  return completeArtist(sources, { drafts, gaps }, options, overrides)
}

/** Asks the services that have not yet said what they know of the artist described by `start`. */
export async function completeArtist(
  asked: ArtistSources,
  start: ResolvedArtist,
  options: CallOptions,
  overrides: readonly MatchOverride[],
): Promise<ResolvedArtist> {
  const sources = askOnce(asked)
  const drafts = [...start.drafts]
  const gaps = [...start.gaps]
  const done = new Set<string>()
  /** Services that have failed: asking them something else would only fail again. */
  const failed = new Set<LedgerService>(gaps.map(({ service }) => service))

  const idAt = (service: string) => drafts.flatMap(artistIds).find((each) => each.service === service)?.id
  const states = (service: LedgerService) => drafts.some((draft) => draft.source.service === service)
  const add = (draft: ArtistDraft | null) => {
    if (draft) drafts.push(draft)
    // No other service knows Ticketmaster's ids: its search can be on its way while the others are asked.
    if (!idAt('ticketmaster')) askAhead(sources.services.ticketmaster?.byName(drafts[0]!.name, options))
  }
  add(null)

  /** What nothing but the name speaks for, by the name of the question. */
  const unsure = new Map<string, ImportGap>()

  const ask = async ({ name, service, ask }: Question) => {
    done.add(name)
    try {
      add(await ask(drafts, options, overrides))
    } catch (error) {
      options.signal?.throwIfAborted()
      if (error instanceof UnsureIdentity) unsure.set(name, error.gap)
      else if (isUpstreamError(error)) {
        failed.add(service)
        gaps.push(gapOf({ kind: 'artist', service }, error))
      } else if (hasCode(error, 'not-found')) {
        const { code, message } = error
        gaps.push(gapOf({ kind: 'artist', service }, { code, message, retryAt: null }))
      } else throw error
    }
  }

  for (;;) {
    const questions = openQuestions(sources, { idAt, states, done, failed })
    await Promise.all(questions.map(ask))
    if (questions.length > 0) continue
    const witness = unsure.size > 0 && witnessOf(sources, { idAt, done, failed })
    if (!witness) {
      const open = [...unsure.values()].filter(
        ({ service }) => !idAt(service === 'setlistfm' ? 'musicbrainz' : service),
      )
      return { drafts, gaps: [...gaps, ...open] }
    }
    await ask(witness)
    for (const name of unsure.keys()) done.delete(name)
    unsure.clear()
  }
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

interface State {
  readonly idAt: (service: string) => string | undefined
  readonly done: ReadonlySet<string>
  readonly failed: ReadonlySet<LedgerService>
}

/**
 * The owner of a page is known to MusicBrainz by name alone; its whole entry tells genres and country as well, and
 * costs a second of waiting. It is asked for when somebody has to be told from a namesake.
 */
function witnessOf({ services }: ArtistSources, { idAt, done, failed }: State): Question | null {
  const mbid = idAt('musicbrainz')
  const name = 'musicbrainz-by-id'
  if (!mbid || !services.musicbrainz || done.has(name) || failed.has('musicbrainz')) return null
  return { name, service: 'musicbrainz', ask: (_, options) => services.musicbrainz!.byId(mbid, options) }
}

/** What can be asked now, with what is known, and has not been asked. */
function openQuestions(
  sources: ArtistSources,
  { idAt, states, done, failed }: State & { readonly states: (service: LedgerService) => boolean },
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
    sources.artistsOfSpotify && spotifyId && !mbid,
    async (_, options) => (await sources.artistsOfSpotify!([spotifyId!], options)).get(spotifyId!) ?? null,
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

/** Who a Spotify page belongs to does not need Spotify to know, nor does the search for that name. */
async function askOwner(
  { artistsOfSpotify, services }: ArtistSources,
  spotifyId: string,
  options: CallOptions,
) {
  const owner = (await artistsOfSpotify?.([spotifyId], options))?.get(spotifyId)
  if (owner) await services.ticketmaster?.byName(owner.name, options)
}

/** The answer will be wanted, and its failure met, where the question is asked in earnest. */
function askAhead(question: Promise<unknown> | undefined): void {
  question?.catch(() => {})
}

async function fetchReferenced(
  sources: ArtistSources,
  reference: Exclude<ArtistReference, { readonly name: string }>,
  options: CallOptions,
): Promise<ArtistDraft> {
  const { services } = sources
  const [service, id] =
    'spotifyId' in reference
      ? (['spotify', reference.spotifyId] as const)
      : 'ticketmasterId' in reference
        ? (['ticketmaster', reference.ticketmasterId] as const)
        : ([services.musicbrainz ? 'musicbrainz' : 'setlistfm', reference.mbid] as const)
  const source = services[service]
  if (service === 'spotify') askAhead(askOwner(sources, id, options))
  if (!source) throw new InvalidInputError(`To import by this id, configure the ${service} client`)
  try {
    return await source.byId(id, options)
  } catch (error) {
    if (hasCode(error, 'upstream-not-found'))
      throw new NotFoundError(`${service} knows no artist with the id '${id}'`)
    throw error
  }
}
