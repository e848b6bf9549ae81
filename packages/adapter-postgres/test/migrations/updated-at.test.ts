import { artistDraft, setlistDraft, showDraft, songDraft, venueDraft } from '@setvote/sdk/conformance'
import { type Clock, type Storage, systemClock } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { servers, useDatabase } from '../support/test-database.ts'

const past = new Date('2020-01-01T00:00:00Z')
const clock: Clock = { ...systemClock, now: () => past }

async function setScene(storage: Storage) {
  await storage.artists.save(artistDraft({ id: 'a' }))
  await storage.venues.save(venueDraft({ id: 'v' }))
  await storage.shows.save(showDraft({ id: 'h', venueId: 'v' }))
  await storage.songs.save(songDraft({ id: 's', artistId: 'a' }))
  await storage.setlists.save(setlistDraft({ id: 'l', artistId: 'a', showId: 'h', songs: [] }))
  await storage.fans.save({ id: 'mia', at: past })
  await storage.fans.review({ fanId: 'mia', venueId: 'v', rating: 4, text: null, at: past })
}

/** What plain SQL may change in each table that says when its rows changed. */
const changes: Readonly<Record<string, string>> = {
  artists: `name = 'New'`,
  venues: `name = 'New'`,
  shows: `voting_locks_at = now()`,
  songs: `title = 'New'`,
  setlists: 'locked = true',
  users: `email = 'new@example.org'`,
  venue_reviews: 'rating = 1',
  app_settings: `value = '2'`,
}

describe.for(servers)('updated_at on $name', (server) => {
  const database = useDatabase(server)
  const open = async () => {
    const storage = await database.open({ clock })
    await setScene(storage)
    await database.sql(`insert into setvote.app_settings (key, value, updated_at) values ('x', '1', $1)`, [
      past,
    ])
    return storage
  }
  const updatedAt = async (table: string) =>
    (await database.sql<{ updated_at: Date }>(`select updated_at from setvote.${table}`))[0]?.updated_at

  it('has a change here for every table that says when', async () => {
    const tables = await database.sql<{ name: string }>(`
      select table_name as name from information_schema.columns
      where table_schema = 'setvote' and column_name = 'updated_at' and is_nullable = 'NO'`)
    // A run says when its worker last wrote, which is for the worker to say.
    expect(tables.map(({ name }) => name).sort()).toEqual([...Object.keys(changes), 'import_runs'].sort())
  })

  it.each(Object.entries(changes))(
    'of %s is now, unless whoever changes them says when',
    async (table, change) => {
      await open()
      expect(await updatedAt(table)).toEqual(past)
      await database.sql(`update setvote.${table} set ${change}, updated_at = updated_at`)
      expect(await updatedAt(table)).toEqual(past)
      await database.sql(`update setvote.${table} set ${change}, updated_at = '2021-01-01Z'`)
      expect(await updatedAt(table)).toEqual(new Date('2021-01-01Z'))
      const [before] = await database.sql<{ now: Date }>('select now()::timestamptz(3) as now')
      await database.sql(`update setvote.${table} set ${change}`)
      expect((await updatedAt(table))?.getTime()).toBeGreaterThanOrEqual(before!.now.getTime())
    },
  )

  it('follows what the database itself changes', async () => {
    await open()
    await database.sql('delete from setvote.venues')
    expect((await updatedAt('shows'))?.getTime()).toBeGreaterThan(past.getTime())
  })

  it('of a fan follows their profile and their preferences', async () => {
    const storage = await open()
    for (const statement of [
      `update setvote.user_profiles set bio = 'New'`,
      `update setvote.email_preferences set email_digest = 'daily'`,
      'delete from setvote.email_preferences',
    ]) {
      await database.sql(`update setvote.users set updated_at = $1`, [past])
      await database.sql(statement)
      expect((await updatedAt('users'))?.getTime(), statement).toBeGreaterThan(past.getTime())
    }
    const at = new Date('2030-01-01T00:00:00Z')
    await storage.fans.save({ id: 'mia', bio: 'Newer', at })
    expect(await updatedAt('users')).toEqual(at)
  })

  it('is what the SDK says, also of two changes at one instant', async () => {
    const storage = await open()
    const { entity } = await storage.artists.save(artistDraft({ id: 'a', disambiguation: 'another' }))
    expect(entity.updatedAt).toEqual(past)
    expect((await storage.artists.find('a'))?.updatedAt).toEqual(past)
  })
})
