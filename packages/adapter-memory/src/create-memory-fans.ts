import {
  Attendance,
  type AttendanceCounts,
  checkIds,
  checkInstants,
  checkLimit,
  checkSchema,
  defaultFanPreferences,
  type EntityId,
  Fan,
  type FanDraft,
  type FanStore,
  type VenueRating,
  VenueReview,
} from '@setvote/sdk/storage'
import { removeThing } from './cascades.ts'
import { copyOf, takeIn } from './copy.ts'
import { toQueryName } from './cursor.ts'
import { pageOf, placeAt } from './page-of.ts'
import { type MemoryState, noAttendance } from './state.ts'

export function createMemoryFans(state: MemoryState): FanStore {
  const { fans, follows, attendances, reviews, tables, box } = state

  const attendanceOf = (showId: EntityId): AttendanceCounts => ({
    ...(state.attendanceCounts.get(showId) ?? noAttendance),
  })
  const ratingOf = (venueId: EntityId): VenueRating => {
    const count = reviews.ofThing(venueId).size
    return { reviews: count, average: count === 0 ? null : state.ratingSums.get(venueId)! / count }
  }
  const followersOf = (artistId: EntityId) => ({ followers: follows.ofThing(artistId).size })

  function counts(subject: { readonly artistId: EntityId }): Promise<{ readonly followers: number } | null>
  function counts(subject: { readonly showId: EntityId }): Promise<AttendanceCounts | null>
  function counts(subject: { readonly venueId: EntityId }): Promise<VenueRating | null>
  async function counts(
    subject: { readonly artistId: EntityId } | { readonly showId: EntityId } | { readonly venueId: EntityId },
  ) {
    if ('artistId' in subject) {
      return tables.artists.has(subject.artistId) ? followersOf(subject.artistId) : null
    }
    if ('showId' in subject) return tables.shows.has(subject.showId) ? attendanceOf(subject.showId) : null
    return tables.venues.has(subject.venueId) ? ratingOf(subject.venueId) : null
  }

  return {
    async find(id) {
      const fan = fans.get(id)
      return fan ? copyOf(fan) : null
    },
    async save(draft) {
      checkInstants({ at: draft.at })
      const held = fans.get(draft.id)
      const fan = toFan(held, draft)
      if (fan !== held) fans.set(fan.id, fan)
      return copyOf(fan)
    },
    async remove(id) {
      const made = tables.setlists.inList(`fan:${id}`)
      for (const setlist of made) removeThing(state, 'setlists', setlist.id)
      const dropped = [box.ballots, follows, attendances, reviews].map((pairs) => pairs.dropFan(id))
      const hadProfile = fans.delete(id)
      return hadProfile || made.length > 0 || dropped.some((count) => count > 0)
    },
    async follow({ fanId, artistId, following, at }) {
      checkIds({ fanId })
      checkInstants({ at })
      if (!tables.artists.has(artistId)) return null
      if (!following) follows.delete(fanId, artistId)
      else if (!follows.get(fanId, artistId)) follows.set(fanId, artistId, new Date(at))
      return followersOf(artistId)
    },
    async follows({ fanId, ...page }) {
      const rows = [...follows.ofFan(fanId)].map(([artistId, since]) => ({
        place: placeAt(since, artistId),
        item: { artistId, since: new Date(since) },
      }))
      return pageOf(toQueryName('follows', { fanId }), rows, page)
    },
    async mostFollowed({ limit = 50 }) {
      checkLimit(limit)
      return [...follows.things()]
        .map(([artistId, { size }]) => ({ artistId, followers: size }))
        .sort((a, b) => b.followers - a.followers || (a.artistId < b.artistId ? -1 : 1))
        .slice(0, limit)
    },
    async attend({ fanId, showId, attendance, at }) {
      checkIds({ fanId })
      checkInstants({ at })
      if (attendance !== null) checkSchema(Attendance, attendance, 'attendance')
      if (!tables.shows.has(showId)) return null
      if (attendance === null) attendances.delete(fanId, showId)
      else attendances.set(fanId, showId, attendance)
      return attendanceOf(showId)
    },
    async review({ fanId, venueId, rating, text, at }) {
      checkIds({ fanId })
      if (!tables.venues.has(venueId)) return null
      const createdAt = reviews.get(fanId, venueId)?.createdAt ?? at
      const review = takeIn({ rating, text, createdAt, updatedAt: at })
      checkSchema(VenueReview, { fanId, venueId, ...review }, 'review')
      reviews.set(fanId, venueId, review)
      return ratingOf(venueId)
    },
    async reviews({ venueId, ...page }) {
      const rows = [...reviews.ofThing(venueId)].map(([fanId, review]) => ({
        place: placeAt(review.updatedAt, fanId),
        item: copyOf({ fanId, venueId, ...review }),
      }))
      return pageOf(toQueryName('reviews', { venueId }), rows, page)
    },
    counts,
  }
}

/** The fan that a draft makes of the held one: the same object when it changes nothing. */
function toFan(held: Fan | undefined, { at, preferences, ...fields }: FanDraft): Fan {
  const before = held ?? {
    id: fields.id,
    displayName: null,
    email: null,
    avatarUrl: null,
    bio: null,
    timeZone: null,
    preferences: defaultFanPreferences,
    createdAt: at,
    updatedAt: at,
  }
  const fan = takeIn({
    ...before,
    ...stated(fields),
    preferences: { ...before.preferences, ...stated(preferences) },
  })
  checkSchema(Fan, fan, 'fan')
  if (held && JSON.stringify(fan) === JSON.stringify(held)) return held
  return { ...fan, updatedAt: new Date(at) }
}

/** Without fields that say nothing. */
function stated<Fields extends object>(fields: Fields | undefined): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) as Fields
}
