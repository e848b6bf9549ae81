import type { AttendanceCounts, EntityId, VenueRating } from '@setvote/sdk/storage'
import { isKeepable } from '@setvote/sdk/storage'
import { sql } from 'kysely'
import type { Database, Session } from '../database/database.ts'

/** Reads what is counted about artists, shows and venues; null where there is no such thing. */
export function createFanCounts(database: Database) {
  const ofArtist = async (id: EntityId): Promise<{ readonly followers: number } | null> => {
    const [row] = await database.rows<{ followers: number }>(
      sql`select followers from ${database.in('artist_stats')} where artist_id = ${id}`,
    )
    return row ? { followers: row.followers } : null
  }
  const ofShow = async (id: EntityId): Promise<AttendanceCounts | null> => {
    const [row] = await database.rows<AttendanceCounts>(
      sql`select interested, going, went from ${database.in('show_stats')} where show_id = ${id}`,
    )
    return row ? { ...row } : null
  }
  const ofVenue = async (id: EntityId, session: Session = database): Promise<VenueRating | null> => {
    const [row] = await session.rows<VenueRating>(sql`
      select count(r.rating) as reviews, avg(r.rating)::float8 as average
      from ${database.in('venues')} v left join ${database.in('venue_reviews')} r on r.venue_id = v.id
      where v.id = ${id} group by v.id`)
    return row ? { ...row } : null
  }

  function of(subject: { readonly artistId: EntityId }): Promise<{ readonly followers: number } | null>
  function of(subject: { readonly showId: EntityId }): Promise<AttendanceCounts | null>
  function of(subject: { readonly venueId: EntityId }): Promise<VenueRating | null>
  async function of(
    subject: { readonly artistId: EntityId } | { readonly showId: EntityId } | { readonly venueId: EntityId },
  ) {
    const [id] = Object.values(subject)
    if (!isKeepable(id ?? '')) return null
    if ('artistId' in subject) return ofArtist(subject.artistId)
    return 'showId' in subject ? ofShow(subject.showId) : ofVenue(subject.venueId)
  }
  return { of, ofVenue }
}
