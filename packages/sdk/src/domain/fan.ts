import { z } from 'zod'
import { EntityId } from './entity.ts'
import { Instant } from './instant.ts'

/** What a fan wants to be told about, by e-mail or in the app. */
export const FanPreferences = z.object({
  emailShowReminders: z.boolean(),
  emailNewShows: z.boolean(),
  emailSetlistResults: z.boolean(),
  emailDigest: z.enum(['none', 'daily', 'weekly']),
  notifyInApp: z.boolean(),
})
export type FanPreferences = z.infer<typeof FanPreferences>

/** Nothing is sent to a fan who did not ask for it. */
export const defaultFanPreferences: FanPreferences = {
  emailShowReminders: false,
  emailNewShows: false,
  emailSetlistResults: false,
  emailDigest: 'none',
  notifyInApp: true,
}

/** A user of the app. The id is the app's own. */
export const Fan = z.object({
  id: EntityId,
  displayName: z.string().max(200).nullable(),
  /** Private: never shown to other fans. */
  email: z.email().nullable(),
  avatarUrl: z.url().nullable(),
  bio: z.string().max(2000).nullable(),
  /** IANA name; the fan's day for daily limits. */
  timeZone: z.string().nullable(),
  preferences: FanPreferences,
  createdAt: Instant,
  updatedAt: Instant,
})
export type Fan = z.infer<typeof Fan>

export const Attendance = z.enum(['interested', 'going', 'went'])
export type Attendance = z.infer<typeof Attendance>

/** One fan's opinion of one venue; saving again replaces it. */
export const VenueReview = z.object({
  fanId: EntityId,
  venueId: EntityId,
  /** 1 to 5. */
  rating: z.int().min(1).max(5),
  text: z.string().max(5000).nullable(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type VenueReview = z.infer<typeof VenueReview>
