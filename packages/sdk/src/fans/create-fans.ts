import { type Clock, systemClock } from '../core/clock.ts'
import { InvalidOptionsError, NotFoundError } from '../core/errors.ts'
import type { Page } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import {
  Attendance,
  defaultFanPreferences,
  type Fan,
  type FanPreferences,
  VenueReview,
} from '../domain/fan.ts'
import type { AttendanceCounts, VenueRating } from '../storage/fan-store.ts'
import type { Storage } from '../storage/storage.ts'
import { createList, type List } from '../upstream/list.ts'
import { checkIds, checkInput } from './check-input.ts'
import { type FanProfile, toPreferences, toProfile } from './fan-profile.ts'

export interface FanService {
  /**
   * A fan's profile; null when none was saved.
   *
   * @example
   * const fan = await fans.find('fan_1')
   */
  find(fanId: EntityId): Promise<Fan | null>
  /**
   * A fan's profile.
   *
   * @throws NotFoundError when none was saved.
   *
   * @example
   * const { displayName } = await fans.get('fan_1')
   */
  get(fanId: EntityId): Promise<Fan>
  /**
   * Adds a profile, or changes the given fields of it; null empties one.
   *
   * @throws InvalidInputError for an e-mail address, a URL or a time zone that is none, a text that is too long, or a
   * field that does not exist.
   *
   * @example
   * await fans.save('fan_1', { displayName: 'Ada', timeZone: 'Europe/Berlin' })
   */
  save(fanId: EntityId, profile: FanProfile): Promise<Fan>
  /**
   * Forgets a fan with every ballot, follow, attendance and review of theirs, and the setlists they made; all counts
   * follow. False when there was nothing.
   *
   * @example
   * await fans.remove('fan_1')
   */
  remove(fanId: EntityId): Promise<boolean>
  /**
   * What a fan wants to be told about; `defaultFanPreferences` where nothing was saved. Nothing is sent to a fan who did
   * not ask for it.
   *
   * @example
   * const { emailDigest } = await fans.preferences('fan_1') // 'none'
   */
  preferences(fanId: EntityId): Promise<FanPreferences>
  /**
   * Changes the given preferences, and answers all of them.
   *
   * @throws InvalidInputError for a value or a field that does not exist.
   *
   * @example
   * await fans.savePreferences('fan_1', { emailNewShows: true, emailDigest: 'weekly' })
   */
  savePreferences(fanId: EntityId, preferences: Partial<FanPreferences>): Promise<FanPreferences>
  /**
   * Follows an artist; repeating it changes nothing. Answers how many fans follow them now.
   *
   * @throws NotFoundError when there is no such artist.
   *
   * @example
   * const { followers } = await fans.follow({ fanId: 'fan_1', artistId })
   */
  follow(request: FanAndArtist): Promise<{ readonly followers: number }>
  /**
   * Ends following, as `follow` begins it.
   *
   * @example
   * await fans.unfollow({ fanId: 'fan_1', artistId })
   */
  unfollow(request: FanAndArtist): Promise<{ readonly followers: number }>
  /**
   * The artists a fan follows, the latest first.
   *
   * @example
   * for await (const { artistId, since } of fans.follows('fan_1')) console.log(artistId, since)
   */
  follows(fanId: EntityId): List<{ readonly artistId: EntityId; readonly since: Date }>
  /**
   * Says that a fan is interested in a show, is going or went; null for none of it. Answers how many are what.
   *
   * @throws NotFoundError when there is no such show.
   *
   * @example
   * const { going } = await fans.attend({ fanId: 'fan_1', showId, attendance: 'going' })
   */
  attend(request: {
    readonly fanId: EntityId
    readonly showId: EntityId
    readonly attendance: Attendance | null
  }): Promise<AttendanceCounts>
  /**
   * Adds a fan's review of a venue, or replaces it. Answers the rating of the venue with it: how many reviews, and
   * their average, 1 to 5.
   *
   * @throws NotFoundError when there is no such venue.
   * @throws InvalidInputError for another rating, or a text over 5000 characters.
   *
   * @example
   * const { average } = await fans.review({ fanId: 'fan_1', venueId, rating: 5, text: 'Great sound' })
   */
  review(review: {
    readonly fanId: EntityId
    readonly venueId: EntityId
    /** A whole number from 1 to 5. */
    readonly rating: number
    /** Up to 5000 characters. @default null */
    readonly text?: string | null
  }): Promise<VenueRating>
  /**
   * The reviews of a venue, the latest first.
   *
   * @example
   * const latest = await fans.reviews(venueId).toArray({ limit: 10 })
   */
  reviews(venueId: EntityId): List<VenueReview>
  /**
   * How many follow an artist, attend a show, or have reviewed a venue and how; the average of no reviews is null.
   *
   * @throws NotFoundError when there is no such thing.
   *
   * @example
   * const { followers } = await fans.counts({ artistId })
   * const { interested, going, went } = await fans.counts({ showId })
   * const { reviews, average } = await fans.counts({ venueId })
   */
  counts(subject: { readonly artistId: EntityId }): Promise<{ readonly followers: number }>
  counts(subject: { readonly showId: EntityId }): Promise<AttendanceCounts>
  counts(subject: { readonly venueId: EntityId }): Promise<VenueRating>
}

export interface FanAndArtist {
  readonly fanId: EntityId
  readonly artistId: EntityId
}

const ReviewInput = VenueReview.pick({ rating: true, text: true })

/**
 * Fans, whom they follow, where they go and what they think. A fan is the app's own: one may follow, attend and review
 * without a profile here. Ids that are empty, too long or not storable are an `InvalidInputError`.
 *
 * @throws InvalidOptionsError without a storage.
 *
 * @example
 * const fans = createFans({ storage: memoryStorage() })
 * await fans.follow({ fanId: 'fan_1', artistId })
 */
export function createFans({
  storage,
  clock = systemClock,
}: {
  readonly storage: Pick<Storage, 'fans'>
  readonly clock?: Clock
}): FanService {
  if (!storage) {
    throw new InvalidOptionsError('createFans needs a `storage`: createFans({ storage: memoryStorage() })')
  }
  const store = storage.fans

  async function find(fanId: EntityId): Promise<Fan | null> {
    checkIds({ fanId })
    return store.find(fanId)
  }

  async function setFollow({ fanId, artistId }: FanAndArtist, following: boolean) {
    checkIds({ fanId, artistId })
    const counts = await store.follow({ fanId, artistId, following, at: clock.now() })
    return counts ?? missing('artist', artistId)
  }

  function counts(subject: { readonly artistId: EntityId }): Promise<{ readonly followers: number }>
  function counts(subject: { readonly showId: EntityId }): Promise<AttendanceCounts>
  function counts(subject: { readonly venueId: EntityId }): Promise<VenueRating>
  async function counts(
    subject: { readonly artistId: EntityId } | { readonly showId: EntityId } | { readonly venueId: EntityId },
  ) {
    if ('artistId' in subject) {
      checkIds({ artistId: subject.artistId })
      return (await store.counts(subject)) ?? missing('artist', subject.artistId)
    }
    if ('showId' in subject) {
      checkIds({ showId: subject.showId })
      return (await store.counts(subject)) ?? missing('show', subject.showId)
    }
    checkIds({ venueId: subject.venueId })
    return (await store.counts(subject)) ?? missing('venue', subject.venueId)
  }

  return {
    find,
    async get(fanId) {
      const fan = await find(fanId)
      return fan ?? missing('fan', fanId)
    },
    async save(fanId, profile) {
      checkIds({ fanId })
      return store.save({ ...toProfile(profile), id: fanId, at: clock.now() })
    },
    async remove(fanId) {
      checkIds({ fanId })
      return store.remove(fanId)
    },
    async preferences(fanId) {
      return (await find(fanId))?.preferences ?? { ...defaultFanPreferences }
    },
    async savePreferences(fanId, preferences) {
      checkIds({ fanId })
      const saved = await store.save({ id: fanId, at: clock.now(), preferences: toPreferences(preferences) })
      return saved.preferences
    },
    follow: (request) => setFollow(request, true),
    unfollow: (request) => setFollow(request, false),
    follows(fanId) {
      checkIds({ fanId })
      return listOf((cursor) => store.follows({ fanId, cursor }))
    },
    async attend({ fanId, showId, attendance }) {
      checkIds({ fanId, showId })
      checkInput(Attendance.nullable(), attendance, 'attendance')
      return (await store.attend({ fanId, showId, attendance, at: clock.now() })) ?? missing('show', showId)
    },
    async review({ fanId, venueId, rating, text = null }) {
      checkIds({ fanId, venueId })
      const review = checkInput(ReviewInput, { rating, text }, 'review')
      return (await store.review({ fanId, venueId, ...review, at: clock.now() })) ?? missing('venue', venueId)
    },
    reviews(venueId) {
      checkIds({ venueId })
      return listOf((cursor) => store.reviews({ venueId, cursor }))
    },
    counts,
  }
}

const listOf = <Item>(listPage: (cursor: string | null) => Promise<Page<Item>>): List<Item> =>
  createList(async (cursor) => {
    const { items, nextCursor } = await listPage(cursor)
    return { items, total: null, next: nextCursor }
  })

function missing(kind: string, id: EntityId): never {
  throw new NotFoundError(`There is no ${kind} ${id} in storage`)
}
