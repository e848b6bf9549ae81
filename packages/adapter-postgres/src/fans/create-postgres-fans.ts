import {
  Attendance,
  type AttendanceCounts,
  checkIds,
  checkInstants,
  checkLimit,
  checkSchema,
  checkTexts,
  type FanStore,
  isKeepable,
  type VenueRating,
  VenueReview,
} from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { writeInstant } from '../database/write-value.ts'
import { createFanCounts } from './fan-counts.ts'
import { type FanRow, selectFans, toFan } from './fan-row.ts'
import { keepsCounts } from './keeps-counts.ts'
import { listLatest } from './list-latest.ts'
import { removeFan } from './remove-fan.ts'
import { saveFan } from './save-fan.ts'

export function createPostgresFans({ database }: Context): FanStore {
  const follows = database.in('user_follows_artists')
  const attendances = database.in('user_show_attendance')
  const reviews = database.in('venue_reviews')
  const counts = createFanCounts(database)

  return {
    async find(id) {
      if (!isKeepable(id)) return null
      const [row] = await database.rows<FanRow>(sql`${selectFans(database)} where u.id = ${id}`)
      return row ? toFan(row) : null
    },
    save: (draft) => saveFan(database, draft),
    remove: (id) => removeFan(database, id),
    async follow({ fanId, artistId, following, at }) {
      checkIds({ fanId })
      checkInstants({ at })
      if (!isKeepable(artistId)) return null
      return database.transaction(async (session) => {
        // Whoever counts an artist's followers goes one after another.
        const stats = database.in('artist_stats')
        const [held] = await session.rows<{ followers: number }>(
          sql`select followers, ${keepsCounts} from ${stats} where artist_id = ${artistId} for no key update`,
        )
        if (!held) return null
        const changed = following
          ? await session.run(sql`
              insert into ${follows} (user_id, artist_id, since)
              values (${fanId}, ${artistId}, ${writeInstant(at)}::timestamptz) on conflict do nothing`)
          : await session.run(
              sql`delete from ${follows} where user_id = ${fanId} and artist_id = ${artistId}`,
            )
        const followers = held.followers + (following ? changed : -changed)
        if (changed > 0) {
          await session.run(sql`update ${stats} set followers = ${followers} where artist_id = ${artistId}`)
        }
        return { followers }
      })
    },
    follows: ({ fanId, ...page }) =>
      listLatest(database, {
        queryName: ['follows', { fanId }],
        page,
        matches: isKeepable(fanId) ? sql`user_id = ${fanId}` : sql`false`,
        table: 'user_follows_artists',
        at: 'since',
        id: 'artist_id',
        toItem: (row) => ({ artistId: row.artist_id as string, since: row.since as Date }),
      }),
    async mostFollowed({ limit = 50 }) {
      checkLimit(limit)
      return database.rows<{ artistId: string; followers: number }>(sql`
        select artist_id as "artistId", followers from ${database.in('artist_stats')}
        where followers > 0 order by followers desc, artist_id limit ${limit}`)
    },
    async attend({ fanId, showId, attendance, at }) {
      checkIds({ fanId })
      checkInstants({ at })
      if (attendance !== null) checkSchema(Attendance, attendance, 'attendance')
      if (!isKeepable(showId)) return null
      return database.transaction(async (session) => {
        const stats = database.in('show_stats')
        const [held] = await session.rows<Record<Attendance, number>>(sql`
          select interested, going, went, ${keepsCounts} from ${stats} where show_id = ${showId} for no key update`)
        if (!held) return null
        const [before] = await session.rows<{ attendance: Attendance }>(sql`
          delete from ${attendances} where user_id = ${fanId} and show_id = ${showId} returning attendance`)
        if (attendance !== null) {
          await session.run(sql`
            insert into ${attendances} (user_id, show_id, attendance, stated_at)
            values (${fanId}, ${showId}, ${attendance}, ${writeInstant(at)}::timestamptz)`)
        }
        const after: AttendanceCounts = {
          interested: held.interested + change('interested', before?.attendance, attendance),
          going: held.going + change('going', before?.attendance, attendance),
          went: held.went + change('went', before?.attendance, attendance),
        }
        await session.run(sql`
          update ${stats} set interested = ${after.interested}, going = ${after.going}, went = ${after.went}
          where show_id = ${showId}`)
        return after
      })
    },
    async review({ fanId, venueId, rating, text, at }): Promise<VenueRating | null> {
      checkIds({ fanId })
      if (!isKeepable(venueId)) return null
      return database.transaction(async (session) => {
        const [venue] = await session.rows(
          sql`select from ${database.in('venues')} where id = ${venueId} for key share`,
        )
        if (!venue) return null
        const review = { fanId, venueId, rating, text, createdAt: at, updatedAt: at }
        checkTexts(checkSchema(VenueReview, review, 'review'))
        const now = writeInstant(at)
        await session.run(sql`
          insert into ${reviews} (user_id, venue_id, rating, body, created_at, updated_at)
          values (${fanId}, ${venueId}, ${rating}, ${text}, ${now}::timestamptz, ${now}::timestamptz)
          on conflict (user_id, venue_id) do update
            set rating = excluded.rating, body = excluded.body, updated_at = excluded.updated_at`)
        return counts.ofVenue(venueId, session)
      })
    },
    reviews: ({ venueId, ...page }) =>
      listLatest(database, {
        queryName: ['reviews', { venueId }],
        page,
        matches: isKeepable(venueId) ? sql`venue_id = ${venueId}` : sql`false`,
        table: 'venue_reviews',
        at: 'updated_at',
        id: 'user_id',
        toItem: (row) =>
          VenueReview.parse({
            fanId: row.user_id,
            venueId: row.venue_id,
            rating: row.rating,
            text: row.body,
            createdAt: row.created_at,
            updatedAt: row.updated_at,
          }),
      }),
    counts: counts.of,
  }
}

const change = (kind: Attendance, before: Attendance | undefined, after: Attendance | null) =>
  (after === kind ? 1 : 0) - (before === kind ? 1 : 0)
