import { z } from 'zod'
import { Fan, FanPreferences } from '../domain/fan.ts'
import { isTimeZone } from '../domain/local-day.ts'
import { checkInput } from './check-input.ts'

/**
 * What fans say about themselves. A field left out says nothing, null empties it. Names have up to 200 characters, `bio` up
 * to 2000; `timeZone` is an IANA name.
 *
 * @example
 * const profile: FanProfile = { displayName: 'Ada', timeZone: 'Europe/Berlin' }
 */
export type FanProfile = {
  readonly [Field in 'displayName' | 'email' | 'avatarUrl' | 'bio' | 'timeZone']?: Fan[Field] | undefined
}

const Profile = z.strictObject({
  ...Fan.pick({ displayName: true, email: true, avatarUrl: true, bio: true }).shape,
  timeZone: z.string().refine(isTimeZone, `must be an IANA name such as 'Europe/Berlin'`).nullable(),
})
const Preferences = z.strictObject(FanPreferences.shape)

type Stated<Fields> = { [Field in keyof Fields]?: Exclude<Fields[Field], undefined> }

export const toProfile = (profile: FanProfile): Stated<z.infer<typeof Profile>> =>
  stated(checkInput(Profile.partial(), profile, 'profile'))

export const toPreferences = (preferences: Partial<FanPreferences>): Stated<FanPreferences> =>
  stated(checkInput(Preferences.partial(), preferences, 'preferences'))

/** Without fields that say nothing. */
function stated<Fields extends object>(fields: Fields): Stated<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Stated<Fields>
}
