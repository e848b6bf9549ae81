import { defaultFanPreferences, Fan } from '@setvote/sdk/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'

export interface FanRow {
  readonly id: string
  readonly display_name: string | null
  readonly email: string | null
  readonly avatar_url: string | null
  readonly bio: string | null
  readonly time_zone: string | null
  readonly email_show_reminders: boolean
  readonly email_new_shows: boolean
  readonly email_setlist_results: boolean
  readonly email_digest: string | null
  readonly notify_in_app: boolean
  readonly created_at: Date
  readonly updated_at: Date
}

/** Fans with their profiles and preferences, to which a condition can be added. `u` is the user. */
export const selectFans = (names: Pick<Database, 'in'>): RawBuilder<FanRow> => sql`
  select u.*, p.display_name, p.avatar_url, p.bio, p.time_zone, e.email_show_reminders, e.email_new_shows,
    e.email_setlist_results, e.email_digest, e.notify_in_app
  from ${names.in('users')} u
  left join ${names.in('user_profiles')} p on p.user_id = u.id
  left join ${names.in('email_preferences')} e on e.user_id = u.id`

/** Somebody who was added from outside may have no profile and no preferences yet. */
export const toFan = (row: FanRow): Fan =>
  Fan.parse({
    id: row.id,
    displayName: row.display_name,
    email: row.email,
    avatarUrl: row.avatar_url,
    bio: row.bio,
    timeZone: row.time_zone,
    preferences: row.email_digest === null ? defaultFanPreferences : preferencesOf(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  })

const preferencesOf = (row: FanRow) => ({
  emailShowReminders: row.email_show_reminders,
  emailNewShows: row.email_new_shows,
  emailSetlistResults: row.email_setlist_results,
  emailDigest: row.email_digest,
  notifyInApp: row.notify_in_app,
})
