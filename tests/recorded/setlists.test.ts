import { memoryStorage } from '@setvote/adapter-memory'
import { createSync, type ImportLedger, type SyncResult } from '@setvote/sdk'
import { toArtistDraft } from '@setvote/sdk/setlistfm'
import type { LedgerKind, SetlistSong, Show, Storage, Venue } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Everything, everything } from '../support/everything.ts'
import { describeRecorded } from '../support/recorded.ts'
import type { RecordedClients } from './support/exchange.ts'
import { factsOf, isEmpty, linesOf, venueFactsOf } from './support/expected-setlist.ts'
import { plain } from './support/field-list.ts'
import { type RecordedServer, serveRecorded } from './support/recorded-server.ts'
import { recordedSetlists } from './support/recorded-setlists.ts'
import { artistsOf, dayOf, setlistfmArchive } from './support/setlistfm-archive.ts'

describeRecorded('all recorded setlists', () => {
  const recorded = recordedSetlists()
  const played = recorded.filter((setlist) => !isEmpty(setlist))
  const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
  const storage = memoryStorage({ clock })
  let server: RecordedServer
  let clients: RecordedClients
  let results: readonly SyncResult[]
  let stored: Everything

  beforeAll(async () => {
    server = await serveRecorded()
    clients = server.clients(setlistfmArchive(recorded))
    await saveArtists()
    results = await syncAll({ full: true })
    stored = await everything(storage)
  }, 120_000)
  afterAll(() => server.close())

  async function saveArtists(): Promise<void> {
    for (const { mbid } of artistsOf(recorded)) {
      const { draft } = toArtistDraft(await clients.setlistfm.artist(mbid), { at: clock.now() })
      await storage.artists.save(draft!)
    }
  }

  async function syncAll(options: { readonly full: boolean }): Promise<SyncResult[]> {
    const sync = createSync({ storage, clients: { setlistfm: clients.setlistfm }, clock })
    const { artists } = await everything(storage)
    const done: SyncResult[] = []
    for (const { id } of artists) done.push(await sync.setlists(id, options))
    return done
  }

  it('are many, by many artists', () => {
    expect(recorded.length).toBeGreaterThan(0)
    expect(stored.artists.length).toBe(new Set(recorded.map(({ artist }) => artist.mbid)).size)
  })

  it('are imported, each of them accounted for', () => {
    expect(results.filter(({ status }) => status !== 'completed')).toEqual([])
    const accounts = accountsOf(results.map(({ ledger }) => ledger))
    const empty = recorded.length - played.length
    expect(accounts.setlists).toEqual({
      expected: recorded.length,
      fetched: recorded.length,
      stored: played.length,
      skipped: empty > 0 ? { 'no-songs': empty } : {},
    })
    expect(accounts.shows).toEqual({
      expected: recorded.length,
      fetched: recorded.length,
      stored: recorded.length,
      skipped: {},
    })
    expect(stored.setlists.length).toBe(played.length)
    expect(stored.shows.length).toBe(recorded.length)
  })

  it.each(played.map((setlist) => ({ setlist, id: setlist.id, artist: setlist.artist.name })))(
    'are in storage as they were recorded: $id, $artist',
    async ({ setlist }) => {
      const found = (await storage.setlists.find({ service: 'setlistfm', id: setlist.id }))!
      expect(found).toMatchObject(factsOf(setlist))
      expect(found.songs.map(({ position }) => position)).toEqual(found.songs.keys().toArray())
      const lines = found.songs.map(({ title, part, tape, medley, originalArtist, guest, info }) => {
        return { title, part, tape, medley, originalArtist, guest, info }
      })
      expect(lines).toEqual(linesOf(setlist))
      await expectSongs(storage, found.artistId, found.songs)
    },
  )

  it('tell whose songs the covers are', async () => {
    const told = new Map<string, (string | null)[]>()
    for (const setlist of played) {
      const { songs } = (await storage.setlists.find({ service: 'setlistfm', id: setlist.id }))!
      for (const [index, { originalArtist }] of linesOf(setlist).entries()) {
        const songId = songs[index]!.songId
        if (songId && originalArtist)
          told.set(songId, [...(told.get(songId) ?? []), JSON.stringify(originalArtist)])
      }
    }
    for (const song of stored.songs) {
      const { originalArtist } = song
      if (told.has(song.id)) expect(told.get(song.id), song.title).toContain(JSON.stringify(originalArtist))
      else expect(originalArtist, song.title).toBeNull()
    }
  })

  it.each(recorded.map((setlist) => ({ setlist, id: setlist.id, artist: setlist.artist.name })))(
    'have their evening and their hall in storage: $id, $artist',
    async ({ setlist }) => {
      const { artist, tour, venue: hall } = setlist
      const show = (await storage.shows.find({ service: 'setlistfm', id: setlist.id }))!
      const artistId = (await storage.artists.find({ service: 'musicbrainz', id: artist.mbid }))!.id
      expect(show).toMatchObject({
        localDate: dayOf(setlist),
        dateStatus: 'confirmed',
        tour: plain(tour?.name),
        lineup: [{ artistId, name: plain(artist.name), mbid: artist.mbid }],
      } satisfies Partial<Omit<Show, 'lineup'>> & { lineup: object[] })
      if (!hall?.name?.trim()) return expect(show.venueId).toBeNull()
      const venue = (await storage.venues.find({ service: 'setlistfm', id: hall.id }))!
      expect(show.venueId).toBe(venue.id)
      expectHall(venue, hall.id)
    },
  )

  /** A hall that is listed under several ids keeps what the first of them said; a listing is as new as the last read. */
  function expectHall(venue: Venue, id: string): void {
    const [main] = venue.externalIds.filter(({ service }) => service === 'setlistfm')
    if (main!.id !== id) return
    const told = recorded.flatMap((setlist) =>
      setlist.venue?.id === id ? [venueFactsOf(setlist.venue)] : [],
    )
    const { name, city, state, stateCode, country, countryCode, cityCoordinates, url } = venue
    expect(told).toContainEqual({ name, city, state, stateCode, country, countryCode, cityCoordinates, url })
  }

  it('are accounted for by their halls, each once for an artist', () => {
    const { venues } = accountsOf(results.map(({ ledger }) => ledger))
    const named = recorded.filter(({ venue }) => venue?.name?.trim())
    const pairs = new Set(named.map(({ artist, venue }) => `${artist.mbid} ${venue!.id}`))
    expect(venues!.fetched).toBe(pairs.size)
    expect(venues!.stored + (venues!.skipped['same-venue'] ?? 0)).toBe(pairs.size)
    const ids = stored.venues.flatMap(({ externalIds }) => externalIds.map(({ id }) => id))
    expect(ids.toSorted()).toEqual([...new Set(named.map(({ venue }) => venue!.id))].toSorted())
  })

  describe('read again', () => {
    it.each([
      ['all of them', true],
      ['what was edited since', false],
    ])('change nothing: %s', async (_, full) => {
      await clock.advance(86_400_000)
      const again = await syncAll({ full })
      expect(again.filter(({ status }) => status !== 'completed')).toEqual([])
      expect(await everything(storage)).toEqual(stored)
    })
  })
})

interface Account {
  expected: number
  fetched: number
  stored: number
  skipped: Record<string, number>
}

/** The accounts of all artists together, by kind. */
function accountsOf(ledgers: readonly ImportLedger[]): Partial<Record<LedgerKind, Account>> {
  const accounts: Partial<Record<LedgerKind, Account>> = {}
  for (const { kind, expected, fetched, stored, skipped } of ledgers.flatMap(({ lines }) => lines)) {
    const account = accounts[kind] ?? { expected: 0, fetched: 0, stored: 0, skipped: {} }
    accounts[kind] = account
    account.expected += expected ?? 0
    account.fetched += fetched
    account.stored += stored
    for (const [reason, count] of Object.entries(skipped)) {
      account.skipped[reason] = (account.skipped[reason] ?? 0) + count
    }
  }
  return accounts
}

/** Each line that names a song of the band is linked to it; tapes and songs without a name are nobody's. */
async function expectSongs(storage: Storage, artistId: string, lines: readonly SetlistSong[]): Promise<void> {
  for (const { songId, title, tape } of lines) {
    if (tape || title === '') {
      expect(songId, title).toBeNull()
      continue
    }
    const song = await storage.songs.find(songId!)
    expect(song, title).toMatchObject({ artistId, kind: 'unrecorded' })
  }
}
