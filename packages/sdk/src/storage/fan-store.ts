import type { Page } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import type { Attendance, Fan, FanPreferences, VenueReview } from '../domain/fan.ts'
import type { PageQuery } from './catalog-store.ts'

/** Fans, what they follow, where they go and what they think. Counts are exact when a call returns. */
export interface FanStore {
  find(id: EntityId): Promise<Fan | null>
  /** Adds a fan or changes the given fields. */
  save(draft: FanDraft): Promise<Fan>
  /** Removes the fan with every ballot, follow, attendance and review of theirs; all counts follow. */
  remove(id: EntityId): Promise<boolean>
  /** Follows or unfollows. Repeating changes nothing. Null when there is no such artist. */
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
  /** Says that a fan attends, or with null that they do not. Null when there is no such show. */
  attend(request: {
    readonly fanId: EntityId
    readonly showId: EntityId
    readonly attendance: Attendance | null
    readonly at: Date
  }): Promise<AttendanceCounts | null>
  /** Adds or replaces a fan's review of a venue. Null when there is no such venue. */
  review(
    draft: Omit<VenueReview, 'createdAt' | 'updatedAt'> & { readonly at: Date },
  ): Promise<VenueRating | null>
  /** Reviews of a venue, the latest first. */
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
