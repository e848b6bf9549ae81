import { describe, expect, it } from 'vitest'
import { createSetlistfm } from '../../../src/clients/setlistfm/client.ts'
import { toSetlistDraft, toShowDraft, toVenueDraft } from '../../../src/clients/setlistfm/to-domain.ts'
import { isEmptySetlist, toSetlistSongs } from '../../../src/clients/setlistfm/to-setlist-songs.ts'
import { createSandbox } from '../../../src/sandbox/create-sandbox.ts'
import { setlistfmUser } from '../../../src/sandbox/services/setlistfm.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const at = new Date('2026-11-21T12:00:00Z')
const clock = fakeClock(at, { auto: true })
const sandbox = createSandbox({ today: '2026-11-21', clock, limits: false })
const { world } = sandbox
const client = createSetlistfm({
  ...sandbox.credentials.setlistfm,
  clock,
  strict: true,
  limits: { perSecond: null, perDay: null },
})
const known = world.artists.filter(({ onSetlistfm }) => onSetlistfm)
const headliner = world.artists[0]!
const setlistsOf = (artistId: string) => world.setlists.filter((setlist) => setlist.artistId === artistId)

describe('setlist.fm over the sandbox', () => {
  it('gives exactly the setlists that the world holds of each artist', async () => {
    for (const artist of known) {
      const found = await client.artistSetlists(artist.mbid).toArray({ limit: 5000 })
      expect(found.map(({ id }) => id)).toEqual(setlistsOf(artist.id).map(({ id }) => id))
    }
  })

  it('draws the truth out of every setlist: songs in order, medleys apart, tapes, covers, guests, encores', async () => {
    const found = await client.artistSetlists(headliner.mbid).toArray({ limit: 5000 })
    const byId = new Map(world.setlists.map((setlist) => [setlist.id, setlist]))
    for (const setlist of found) {
      const truth = byId.get(setlist.id)!
      const lines = truth.sets.flatMap((set) => set.songs.map((song) => ({ set, song })))
      expect(isEmptySetlist(setlist)).toBe(lines.length === 0)
      expect(toSetlistSongs(setlist).map(({ title, medley }) => medley ?? title)).toEqual(
        lines.flatMap(({ song }) => Array(Math.max(1, song.songIds.length)).fill(song.name)),
      )
      expect(
        toSetlistSongs(setlist).map(({ tape, guest, originalArtist, part }) => [
          tape,
          guest,
          originalArtist?.mbid ?? null,
          part?.encore,
        ]),
      ).toEqual(
        lines.flatMap(({ set, song }) =>
          Array(Math.max(1, song.songIds.length)).fill([
            song.tape,
            song.guest?.name ?? null,
            song.cover?.mbid ?? null,
            set.encore,
          ]),
        ),
      )
      const draft = toSetlistDraft(setlist, { at, showId: 'sho_1', artistId: 'art_1' })
      expect(draft).toMatchObject({ localDate: truth.date, versionId: truth.versionId, tour: truth.tourName })
      expect(draft.editedAt).toEqual(new Date(truth.lastUpdatedAt))
      expect(toShowDraft(setlist, { at, venueId: null, artistId: null }).draft?.localDate).toBe(truth.date)
    }
  })

  it('follows the feed of edits of an artist from any instant', async () => {
    const edits = setlistsOf(headliner.id).map(({ lastUpdatedAt }) => Date.parse(lastUpdatedAt))
    const since = new Date(edits.toSorted((a, b) => a - b)[Math.floor(edits.length / 2)]!)
    since.setUTCMilliseconds(0)
    const found = await client.updatedSetlists({ since, artistMbid: headliner.mbid }).toArray({ limit: 5000 })
    expect(found.length).toBe(edits.filter((edit) => edit >= since.getTime()).length)
    expect(found.length).toBeLessThan(edits.length)
  })

  it('crosses the bridge from Ticketmaster by number', async () => {
    expect((await client.artistByTicketmasterId(headliner.tmid))?.mbid).toBe(headliner.mbid)
    expect(await client.artistByTicketmasterId(1)).toBeNull()
  })

  it('refuses a hall without a name with a reason', async () => {
    const nameless = world.venues.find(({ setlistfmName }) => setlistfmName === '')!
    const named = world.venues.find(({ setlistfmName }) => setlistfmName !== '')!
    expect(toVenueDraft(await client.venue(nameless.setlistfmId), { at }).reason).toBe(
      'the venue has no name',
    )
    expect(toVenueDraft(await client.venue(named.setlistfmId), { at }).draft).toMatchObject({
      name: named.setlistfmName.trim(),
      countryCode: named.city.countryCode,
      cityCoordinates: { latitude: expect.any(Number), longitude: expect.any(Number) },
    })
  })

  it('answers every verb in strict mode: nothing unknown in any answer', async () => {
    const { setlistfmId, city } = world.venues.find(({ setlistfmName }) => setlistfmName !== '')!
    const [setlist] = setlistsOf(headliner.id)
    expect((await client.artist(headliner.mbid)).name).toBe(headliner.name)
    expect((await client.searchArtists({ name: headliner.name }).toArray({ limit: 1 }))[0]?.mbid).toBe(
      headliner.mbid,
    )
    expect((await client.setlist(setlist!.id)).id).toBe(setlist!.id)
    const found = await client
      .searchSetlists({ artistMbid: headliner.mbid, date: setlist!.date })
      .toArray({ limit: 9 })
    expect(found.map(({ id }) => id)).toContain(setlist!.id)
    expect((await client.city(city.geoId)).name).toBe(city.name)
    expect((await client.searchCities({ name: city.name }).toArray({ limit: 9 })).length).toBeGreaterThan(0)
    expect((await client.searchCountries().toArray({ limit: 500 })).length).toBeGreaterThan(0)
    expect((await client.searchVenues({ cityId: city.geoId }).toArray({ limit: 9 })).length).toBeGreaterThan(
      0,
    )
    expect((await client.venueSetlists(setlistfmId).toArray({ limit: 50 })).length).toBeGreaterThan(0)
    expect((await client.user(setlistfmUser)).userId).toBe(setlistfmUser)
    expect((await client.userAttended(setlistfmUser).toArray({ limit: 5 })).length).toBe(5)
    expect((await client.userEdited(setlistfmUser).toArray({ limit: 5 })).length).toBe(5)
    expect(client.metrics().drift).toEqual({})
  })

  it('keeps working while every fourth call is refused', async () => {
    const rough = createSandbox({
      today: '2026-11-21',
      clock,
      limits: false,
      faults: 'setlistfm-rate-limited',
    })
    const patient = createSetlistfm({ ...rough.credentials.setlistfm, clock, limits: { perSecond: null } })
    const found = await patient.artistSetlists(headliner.mbid).toArray({ limit: 5000 })
    expect(found).toHaveLength(setlistsOf(headliner.id).length)
    expect(rough.calls().some(({ status }) => status === 429)).toBe(true)
  })
})
