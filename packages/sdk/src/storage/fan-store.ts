import type { Page } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import type { Attendance, Fan, FanPreferences, VenueReview } from '../domain/fan.ts'
import type { PageQuery } from './catalog-store.ts'

/**
 * Fans, what they follow, where they go and what they think. Counts are exact when a call returns.
 * A fan is the app's own: one may follow, attend, vote and review without having been saved here.
 * Lists are the latest first; what is of the same instant by id, descending.
 */
export interface FanStore {
  find(id: EntityId): Promise<Fan | null>
  /** Adds a fan or changes the given fields. When nothing changes, `updatedAt` stays. */
  save(draft: FanDraft): Promise<Fan>
  /**
   * Removes the fan with every ballot, follow, attendance and review of theirs, and the setlists they made; all
   * counts follow. Answers false when there was nothing of theirs.
   */
  remove(id: EntityId): Promise<boolean>
  /** Follows or unfollows. Repeating changes nothing, `since` included. Null when there is no such artist. */
  follow(request: {
    readonly fanId: EntityId
    readonly artistId: EntityId
    readonly following: boolean
    readonly at: Date
  }): Promise<{ readonly followers: number } | null>
  /** The artists a fan follows, the latest first. */
  follows(
    request: { readonly fanId: EntityId } & PageQuery,
  ): Promise<Page<{ readonly artistId: EntityId; readonly since: Date }>>
  /** Artists whom somebody follows, the most followed first, ties by id. `limit` is 1..1000. @default limit 50 */
  mostFollowed(request: {
    readonly limit?: number
  }): Promise<{ readonly artistId: EntityId; readonly followers: number }[]>
  /** Says that a fan attends, or with null that they do not. Null when there is no such show. */
  attend(request: {
    readonly fanId: EntityId
    readonly showId: EntityId
    readonly attendance: Attendance | null
    readonly at: Date
  }): Promise<AttendanceCounts | null>
  /** Adds or replaces a fan's review of a venue; `createdAt` stays. Null when there is no such venue. */
  review(
    draft: Omit<VenueReview, 'createdAt' | 'updatedAt'> & { readonly at: Date },
  ): Promise<VenueRating | null>
  /** Reviews of a venue, the latest written or replaced first. */
  reviews(request: { readonly venueId: EntityId } & PageQuery): Promise<Page<VenueReview>>
  /** The counts of one thing; null when there is no such thing. */
  counts(subject: { readonly artistId: EntityId }): Promise<{ readonly followers: number } | null>
  counts(subject: { readonly showId: EntityId }): Promise<AttendanceCounts | null>
  counts(subject: { readonly venueId: EntityId }): Promise<VenueRating | null>
}

export type FanDraft = {
  readonly id: EntityId
  readonly at: Date
  readonly preferences?: Partial<FanPreferences>
} & Partial<Omit<Fan, 'id' | 'preferences' | 'createdAt' | 'updatedAt'>>

export type AttendanceCounts = Readonly<Record<Attendance, number>>

export interface VenueRating {
  readonly reviews: number
  /** 1..5; null without reviews. */
  readonly average: number | null
}
