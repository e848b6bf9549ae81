import { AmbiguousError, type Candidate, NotFoundError } from '../../core/errors.ts'
import type { ArtistDraft } from '../../domain/artist.ts'
import type { ImportGap } from '../../domain/import-run.ts'
import type { MatchOverride } from '../../matching/identity.ts'
import { artistIds, matchArtist } from '../../matching/match-artist.ts'
import { looseNameKey } from '../../matching/normalize-name.ts'
import { keySimilarity } from '../../matching/similarity.ts'
import type { CallOptions } from '../../upstream/call.ts'
import { isUpstreamError } from '../../upstream/errors.ts'
import { gapOf } from '../gaps.ts'
import type { LedgerService } from '../ledger.ts'
import type { ArtistSources } from './artist-sources.ts'

/** The services that are asked for a name, the one whose answer counts most first. */
const asked = ['spotify', 'ticketmaster', 'setlistfm', 'musicbrainz'] as const

interface NamedArtist {
  readonly service: LedgerService
  readonly draft: ArtistDraft
}

/** Drafts that are proved to be one artist. */
type Cluster = readonly NamedArtist[]

/**
 * Who a name means: every service that can be asked is asked at once, answers that name each other by their ids
 * are put together, and the artist known to most services is taken. Several that are known to equally many are an
 * `AmbiguousError`; none of that name a `NotFoundError` that names the nearest.
 */
export async function findByName(
  sources: ArtistSources,
  name: string,
  options: CallOptions,
  overrides: readonly MatchOverride[],
): Promise<{ readonly drafts: ArtistDraft[]; readonly gaps: ImportGap[] }> {
  const gaps: ImportGap[] = []
  const failures: unknown[] = []
  const services = asked.filter((service) => sources.services[service])
  // setlist.fm and MusicBrainz hold the same ids: the slower one is asked only when the other cannot be.
  const searched = services.includes('setlistfm')
    ? services.filter((each) => each !== 'musicbrainz')
    : services
  const answers = await Promise.all(
    searched.map(async (service): Promise<NamedArtist[]> => {
      try {
        const found = (await sources.services[service]!.byName(name, options)).map((draft) => ({
          service,
          draft,
        }))
        askAhead(sources, name, found, options)
        return found
      } catch (error) {
        options.signal?.throwIfAborted()
        if (!isUpstreamError(error)) throw error
        failures.push(error)
        gaps.push(gapOf({ kind: 'artist', service }, error))
        return []
      }
    }),
  )
  if (failures.length > 0 && failures.length === searched.length) throw failures[0]

  const all = answers.flat()
  const wanted = looseNameKey(name)
  const named = all.filter(({ draft }) => looseNameKey(draft.name) === wanted)
  if (named.length === 0) throw nobody(name, all)
  let clusters = clustersOf(named, overrides)
  if (clusters.length > 1) clusters = clustersOf(await withMbids(sources, named, options), overrides)
  return { drafts: choose(name, clusters).map(({ draft }) => draft), gaps }
}

/**
 * While other searches are on their way: the only artist of this name at a service is most likely the one, so
 * MusicBrainz, the slowest of all, is asked about it already.
 */
function askAhead(
  { services }: ArtistSources,
  name: string,
  found: readonly NamedArtist[],
  options: CallOptions,
) {
  const named = found.filter(({ draft }) => looseNameKey(draft.name) === looseNameKey(name))
  const mbid = named.length === 1 && idOf(named[0]!.draft, 'musicbrainz')
  if (mbid) services.musicbrainz?.byId(mbid, options).catch(() => {})
}

function clustersOf(artists: readonly NamedArtist[], overrides: readonly MatchOverride[]): Cluster[] {
  const clusters: NamedArtist[][] = []
  for (const artist of artists) {
    const [home, ...others] = clusters.filter((cluster) =>
      cluster.some(({ draft }) => matchArtist(draft, artist.draft, { overrides }).outcome === 'same'),
    )
    if (!home) clusters.push([artist])
    else {
      home.push(artist, ...others.flat())
      for (const other of others) clusters.splice(clusters.indexOf(other), 1)
    }
  }
  return clusters
}

/** MusicBrainz is asked once for all Spotify pages: it may say which of them belong to which of the others. */
async function withMbids(
  { artistsOfSpotify }: ArtistSources,
  artists: readonly NamedArtist[],
  options: CallOptions,
): Promise<readonly NamedArtist[]> {
  const pages = artists.filter(({ draft }) => idOf(draft, 'spotify') && !idOf(draft, 'musicbrainz'))
  if (!artistsOfSpotify || pages.length === 0) return artists
  try {
    const owners = await artistsOfSpotify(
      pages.map(({ draft }) => idOf(draft, 'spotify')!),
      options,
    )
    return artists.map(({ service, draft }) => {
      const owner = owners.get(idOf(draft, 'spotify') ?? '')
      if (!owner) return { service, draft }
      return { service, draft: { ...draft, externalIds: [...draft.externalIds, ...owner.externalIds] } }
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!isUpstreamError(error)) throw error
    return artists
  }
}

function choose(name: string, clusters: readonly Cluster[]): Cluster {
  const breadth = (cluster: Cluster) => new Set(cluster.map(({ service }) => service)).size
  const widest = Math.max(...clusters.map(breadth))
  const best = clusters.filter((cluster) => breadth(cluster) === widest)
  const services = best.flatMap((cluster) => [...new Set(cluster.map(({ service }) => service))])
  if (new Set(services).size < services.length) {
    throw new AmbiguousError(
      `'${name}' is the name of ${best.length} artists: pass the id of the one you mean, see \`candidates\``,
      best.map((cluster) => toCandidate(cluster)),
    )
  }
  // One artist of this name at each service, and no proof that they are the same one: the first service decides.
  return best.toSorted((a, b) => rankOf(a) - rankOf(b))[0]!
}

const rankOf = (cluster: Cluster) => Math.min(...cluster.map(({ service }) => asked.indexOf(service)))

function nobody(name: string, answers: readonly NamedArtist[]): AmbiguousError | NotFoundError {
  const near = answers
    .map((answer) => ({ answer, score: keySimilarity(looseNameKey(answer.draft.name), looseNameKey(name)) }))
    .filter(({ score }) => score >= 0.6)
    .sort((a, b) => b.score - a.score)
  if (near.length === 0) return new NotFoundError(`No service knows an artist named '${name}'`)
  const names = [...new Set(near.map(({ answer }) => answer.draft.name))].slice(0, 3)
  return new NotFoundError(
    `No service knows an artist named exactly '${name}'. Did you mean ${names.map((each) => `'${each}'`).join(' or ')}?`,
  )
}

const references = { spotify: 'spotifyId', ticketmaster: 'ticketmasterId', musicbrainz: 'mbid' } as const

function toCandidate(cluster: Cluster): Candidate {
  const ids = cluster.flatMap(({ draft }) => artistIds(draft))
  const [service, key] = Object.entries(references).find(([each]) => ids.some((id) => id.service === each))!
  const { draft } = cluster[0]!
  const details = [draft.disambiguation, draft.genres?.slice(0, 3).join(', ')].filter(Boolean)
  return {
    name: draft.name,
    detail: details.length > 0 ? details.join('; ') : null,
    reference: { [key]: ids.find((id) => id.service === service)!.id },
    score: new Set(cluster.map((each) => each.service)).size / asked.length,
  }
}

const idOf = (draft: ArtistDraft, service: string): string | undefined =>
  artistIds(draft).find((each) => each.service === service)?.id
