import { type Clock, systemClock } from '../core/clock.ts'
import { NotFoundError } from '../core/errors.ts'
import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import { localDayOf } from '../domain/local-day.ts'
import type { Setlist, SetlistSong } from '../domain/setlist.ts'
import type { Show } from '../domain/show.ts'
import type { Song } from '../domain/song.ts'
import type { EntityReference } from '../storage/catalog-store.ts'
import { checkIsText, checkReference } from '../storage/checks.ts'
import { compareSetlists, type SetlistComparison } from './compare-setlists.ts'
import { songsFromCatalog, songsFromPast } from './predicted-songs.ts'
import type { PredictionStorage } from './prediction-storage.ts'
import { readPast } from './read-past.ts'

export type PredictionOutcome =
  /** `basis` says from what: past setlists, or, where none is known, the catalog. */
  | {
      readonly status: 'predicted'
      readonly setlist: Setlist
      readonly basis: 'setlists' | 'catalog'
    }
  /** What was predicted before stays: the setlist is locked, or the show has begun. */
  | { readonly status: 'kept'; readonly setlist: Setlist; readonly reason: 'locked' | 'begun' }
  /** The show has begun, and nothing was predicted in time. */
  | { readonly status: 'begun' }
  /** Nobody in the lineup has been imported. */
  | { readonly status: 'no-artist' }
  /** Neither a past setlist nor a song of the artist is known. */
  | { readonly status: 'no-songs' }

export type ComparisonOutcome =
  | ({ readonly status: 'compared' } & SetlistComparison)
  /** Nobody knows yet what was played. */
  | { readonly status: 'not-played' }

export interface PredictionService {
  /**
   * Predicts what the headliner will play, and stores it as the `predicted` setlist of the show. Predicting again
   * changes what has changed; songs keep their ids, and a song with ballots stays, last, when it is no longer
   * expected. Learns from the last 400 setlists of the artist.
   *
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * const outcome = await prediction.predict(show.id)
   * if (outcome.status === 'predicted') console.log(outcome.basis, outcome.setlist.songs.length)
   */
  predict(show: EntityReference): Promise<PredictionOutcome>
  /**
   * The predicted setlist of a show, predicted now as far as it still may change.
   *
   * @throws NotFoundError when there is no such show, or nothing can be predicted; the message says why.
   *
   * @example
   * const { songs } = await prediction.setlistFor({ service: 'ticketmaster', id: 'vvG1zZ9Y2aJ4Qk' })
   */
  setlistFor(show: EntityReference): Promise<Setlist>
  /**
   * Holds what was predicted, and what was voted for, against what was played; with `fanId` also that fan's ballots.
   *
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * const comparison = await prediction.compare(show.id, { fanId: 'fan_1' })
   * if (comparison.status === 'compared') console.log(comparison.predicted?.f1, comparison.fan?.hits)
   */
  compare(show: EntityReference, options?: { readonly fanId?: string }): Promise<ComparisonOutcome>
}

/**
 * Predicts setlists, and tells afterwards how right they were. Probabilities are 0 to 1. How the songs are found:
 * `createSetlistModel`.
 *
 * @example
 * const prediction = createPrediction({ storage })
 * const setlist = await prediction.setlistFor(show.id)
 * for (const song of setlist.songs) console.log(song.title, song.probability, song.reason)
 */
export function createPrediction({
  storage,
  clock = systemClock,
}: {
  readonly storage: PredictionStorage
  readonly clock?: Clock
}): PredictionService {
  async function predict(reference: EntityReference): Promise<PredictionOutcome> {
    const show = await getShow(storage, reference)
    const artistId = actOf(show)
    if (artistId === null) return { status: 'no-artist' }
    const [held] = await setlistsOf(storage, show.id, artistId, ['predicted'])
    const at = clock.now()
    if (held?.locked) return { status: 'kept', setlist: held, reason: 'locked' }
    if (hasBegun(show, at)) {
      return held ? { status: 'kept', setlist: held, reason: 'begun' } : { status: 'begun' }
    }
    const past = await readPast(storage, artistId, show, at)
    const basis = past.setlists.length > 0 ? 'setlists' : 'catalog'
    const heldSongs = { all: held?.songs ?? [], votedFor: held ? await withBallots(storage, held) : [] }
    const songs =
      basis === 'setlists'
        ? songsFromPast(past, heldSongs)
        : songsFromCatalog(await songsOf(storage, artistId), heldSongs)
    if (songs.length === 0) return { status: 'no-songs' }
    const { entity } = await storage.setlists.save({
      ...(held && { id: held.id }),
      externalIds: [{ service: 'setvote', id: `predicted:${show.id}:${artistId}` }],
      source: { service: 'setvote', at, url: null },
      showId: show.id,
      artistId,
      kind: 'predicted',
      tour: show.tour,
      localDate: show.localDate,
      songs,
    })
    return { status: 'predicted', setlist: entity, basis }
  }

  return {
    predict,
    async setlistFor(reference) {
      const outcome = await predict(reference)
      if ('setlist' in outcome) return outcome.setlist
      throw new NotFoundError(`There is no predicted setlist: ${whyNot[outcome.status]}`)
    },
    async compare(reference, { fanId } = {}) {
      if (fanId !== undefined) checkIsText('fanId', fanId)
      const show = await getShow(storage, reference)
      const artistId = actOf(show)
      if (artistId === null) return { status: 'not-played' }
      const setlists = await setlistsOf(storage, show.id, artistId)
      const played = setlists.filter(({ kind }) => kind === 'actual').toSorted(mostSongsFirst)[0]
      if (!played || played.songs.length === 0) return { status: 'not-played' }
      const [tally, ballots] = await Promise.all([
        storage.votes.tally({ showId: show.id }),
        fanId === undefined ? [] : storage.votes.castBy({ fanId, showId: show.id }),
      ])
      const upvotes = new Map(tally?.songs.map((song) => [song.id, song.upvotes]))
      const chosen = new Set(ballots.map(({ setlistSongId }) => setlistSongId))
      const lines = setlists.filter(({ kind }) => kind !== 'actual').flatMap(({ songs }) => songs)
      return {
        status: 'compared',
        ...compareSetlists({
          played: played.songs,
          predicted: setlists.find(({ kind }) => kind === 'predicted')?.songs ?? [],
          voted: lines.map((line) => ({ line, upvotes: upvotes.get(line.id) ?? 0 })),
          chosenByFan: lines.filter(({ id }) => chosen.has(id)),
        }),
      }
    },
  }
}

const whyNot = {
  begun: 'the show has begun, and nothing was predicted before',
  'no-artist': 'nobody in the lineup of the show has been imported',
  'no-songs': 'neither a past setlist nor a song of the artist is known',
} as const

async function getShow(storage: PredictionStorage, reference: EntityReference): Promise<Show> {
  checkReference(reference)
  const show = await storage.shows.find(reference)
  if (show) return show
  const named = typeof reference === 'string' ? reference : `${reference.service} id ${reference.id}`
  throw new NotFoundError(`There is no show ${named} in storage`)
}

/** The headliner; where that one has not been imported, the first act that has. */
function actOf({ lineup }: Show): EntityId | null {
  const known = lineup.filter(({ artistId }) => artistId !== null)
  return (known.find(({ role }) => role === 'headliner') ?? known[0])?.artistId ?? null
}

const hasBegun = ({ startsAt, localDate, timeZone }: Show, at: Date): boolean =>
  startsAt ? startsAt <= at : localDate !== null && localDate < localDayOf(at, timeZone ?? 'UTC')

const setlistsOf = async (
  storage: PredictionStorage,
  showId: EntityId,
  artistId: EntityId,
  kinds?: readonly Setlist['kind'][],
): Promise<Setlist[]> =>
  Array.fromAsync(
    eachItem((cursor) => storage.setlists.list({ showId, artistId, ...(kinds && { kinds }), cursor })),
  )

const mostSongsFirst = (a: Setlist, b: Setlist): number => b.songs.length - a.songs.length

const songsOf = (storage: PredictionStorage, artistId: EntityId): Promise<Song[]> =>
  Array.fromAsync(eachItem((cursor) => storage.songs.list({ artistId, limit: 1000, cursor })))

async function withBallots(storage: PredictionStorage, { id, songs }: Setlist): Promise<SetlistSong[]> {
  const tally = await storage.votes.tally({ setlistId: id })
  const cast = new Set(
    tally?.songs.filter((song) => song.upvotes + song.quarantined > 0).map((song) => song.id),
  )
  return songs.filter((song) => cast.has(song.id))
}
