import {
  checkInstants,
  checkSchema,
  checkTexts,
  defaultFanPreferences,
  Fan,
  type FanDraft,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { writeInstant } from '../database/write-value.ts'
import { type FanRow, selectFans, toFan } from './fan-row.ts'
import { keepsCounts } from './keeps-counts.ts'

/** Adds a fan or changes the given fields; two at once change one after the other. */
export async function saveFan(database: Database, draft: FanDraft): Promise<Fan> {
  const { at, preferences, ...fields } = draft
  checkInstants({ at })
  // Whatever the held fan is, the draft itself must be sound.
  checkFan(merge(null, draft))
  const now = writeInstant(at)
  return database.transaction(async (session) => {
    const users = database.in('users')
    const added = await session.run(sql`
      insert into ${users} (id, created_at, updated_at) values (${fields.id}, ${now}::timestamptz, ${now}::timestamptz)
      on conflict do nothing`)
    await session.run(sql`select ${keepsCounts} from ${users} where id = ${fields.id} for no key update`)
    const [row] = await session.rows<FanRow>(sql`${selectFans(database)} where u.id = ${fields.id}`)
    const held = row && added === 0 ? toFan(row) : null
    const fan = checkFan(merge(held, draft))
    if (held && JSON.stringify(fan) === JSON.stringify(held)) return held
    await session.run(sql`
      update ${users} set email = ${fan.email}, updated_at = ${now}::timestamptz where id = ${fan.id}`)
    await session.run(sql`
      insert into ${database.in('user_profiles')} (user_id, display_name, avatar_url, bio, time_zone)
      values (${fan.id}, ${fan.displayName}, ${fan.avatarUrl}, ${fan.bio}, ${fan.timeZone})
      on conflict (user_id) do update set display_name = excluded.display_name,
        avatar_url = excluded.avatar_url, bio = excluded.bio, time_zone = excluded.time_zone`)
    const { emailShowReminders, emailNewShows, emailSetlistResults, emailDigest, notifyInApp } =
      fan.preferences
    await session.run(sql`
      insert into ${database.in('email_preferences')} (user_id, email_show_reminders, email_new_shows,
        email_setlist_results, email_digest, notify_in_app)
      values (${fan.id}, ${emailShowReminders}, ${emailNewShows}, ${emailSetlistResults}, ${emailDigest}, ${notifyInApp})
      on conflict (user_id) do update set email_show_reminders = excluded.email_show_reminders,
        email_new_shows = excluded.email_new_shows, email_setlist_results = excluded.email_setlist_results,
        email_digest = excluded.email_digest, notify_in_app = excluded.notify_in_app`)
    return { ...fan, updatedAt: new Date(at) }
  })
}

const blank = (id: string, at: Date): Fan => ({
  id,
  displayName: null,
  email: null,
  avatarUrl: null,
  bio: null,
  timeZone: null,
  preferences: defaultFanPreferences,
  createdAt: at,
  updatedAt: at,
})

function merge(held: Fan | null, { at, preferences, ...fields }: FanDraft): Fan {
  const before = held ?? blank(fields.id, at)
  return {
    ...before,
    ...stated(fields),
    preferences: { ...before.preferences, ...stated(preferences) },
  }
}

const checkFan = (fan: Fan): Fan => checkTexts(checkSchema(Fan, fan, 'fan') as Fan)

/** Without fields that say nothing. */
function stated<Fields extends object>(fields: Fields | undefined): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) as Fields
}
