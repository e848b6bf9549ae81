import { describe, expect, it } from 'vitest'
import { hasCode } from '../../../src/core/errors.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'

const today = '2026-11-21'
const small = createWorld({ seed: 7, today })

describe('createWorld', () => {
  it('makes the same world for the same seed, size and day', () => {
    expect(createWorld({ seed: 7, today })).toEqual(small)
    expect(createWorld({ seed: 7, today: new Date('2026-11-21T23:59:59Z') })).toEqual(small)
  })

  it('gives other names, songs and ids for another seed, and keeps the headliner', () => {
    const other = createWorld({ seed: 8, today })
    const names = (world: typeof small) => new Set(world.artists.map((artist) => artist.name))
    const shared = [...names(other)].filter((name) => names(small).has(name))
    expect(other.artists[0]?.name).toBe('Velvet Harbor')
    expect(shared.length).toBeLessThan(25)
    expect(other.artists[0]?.spotifyId).not.toBe(small.artists[0]?.spotifyId)
    const titles = (world: typeof small) => new Set(world.songs.map((song) => song.title))
    const known = titles(small)
    expect([...titles(other)].filter((title) => known.has(title)).length).toBeLessThan(known.size / 3)
  })

  it('leaves one artist as it was when the world grows', () => {
    const medium = createWorld({ seed: 7, size: 'medium', today })
    const titles = (world: typeof small) =>
      world.songs.filter((song) => song.artistId === 'artist-1').map((song) => song.title)
    expect(titles(medium)).toEqual(titles(small))
    expect(medium.artists.length).toBeGreaterThan(small.artists.length)
  })

  it('keeps what is upcoming after today and what is past before it, on any day', () => {
    for (const day of ['2024-02-29', '2026-11-21', '2031-01-01']) {
      const world = createWorld({ seed: 3, today: day })
      expect(world.today).toBe(day)
      for (const show of world.shows) {
        if (show.localDate === null) expect(show.status).not.toBe('played')
        else if (show.status === 'played') expect(show.localDate < day).toBe(true)
        else expect(show.localDate > day).toBe(true)
      }
      for (const release of world.releases) expect(release.date < day).toBe(true)
      for (const setlist of world.setlists) expect(setlist.lastUpdatedAt.slice(0, 10) < day).toBe(true)
    }
  })

  it('has a headliner worth a demo', () => {
    const headliner = small.artists[0]!
    const discography = small.index.discographyByArtist.get(headliner.id)!
    const own = discography.filter(({ group }) => group !== 'appears_on')
    const tracks = own.flatMap(({ release }) => release.trackIds)
    const shows = small.index.showsByArtist.get(headliner.id)!
    expect(own.length).toBeGreaterThanOrEqual(14)
    expect(own.length).toBeLessThanOrEqual(20)
    expect(tracks.length).toBeGreaterThanOrEqual(150)
    expect(tracks.length).toBeLessThanOrEqual(220)
    expect(shows.filter((show) => show.status === 'played')).toHaveLength(120)
    expect(shows.filter((show) => show.status !== 'played')).toHaveLength(25)
    expect(headliner.links).toEqual({
      ticketmasterToSpotify: true,
      ticketmasterToMusicbrainz: true,
      musicbrainzToSpotify: true,
    })
  })

  it('makes one artist of exactly the wanted tracks and setlists', () => {
    const world = createWorld({
      seed: 7,
      today,
      size: { artists: 1, headliner: { tracks: 5000, setlists: 2000, upcomingShows: 0 } },
    })
    const own = world.index.discographyByArtist
      .get('artist-1')!
      .filter(({ group }) => group !== 'appears_on')
      .flatMap(({ release }) => release.trackIds)
    expect(world.artists).toHaveLength(1)
    expect(new Set(own).size).toBe(5000)
    expect(world.setlists).toHaveLength(2000)
    expect(world.shows).toHaveLength(2000)
  })

  it('never gives one id twice', () => {
    const ids = [
      ...small.artists.flatMap((artist) => [
        artist.mbid,
        artist.spotifyId ?? artist.id,
        artist.attractionId ?? '',
      ]),
      ...small.venues.flatMap((venue) => [venue.id, venue.ticketmasterId, venue.setlistfmId]),
      ...small.releases.map((release) => release.id),
      ...small.tracks.map((track) => track.id),
      ...small.shows.map((show) => show.id),
      ...small.events.map((event) => event.id),
      ...small.setlists.map((setlist) => setlist.id),
    ].filter((id) => id !== '')
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('points only to what exists', () => {
    const { index } = small
    for (const event of small.events) {
      for (const id of event.showIds) expect(index.showById.has(id)).toBe(true)
      expect(index.venueById.has(event.venueId)).toBe(true)
    }
    for (const setlist of small.setlists) {
      expect(index.showById.get(setlist.showId)?.venueId).toBe(setlist.venueId)
      for (const line of setlist.sets.flatMap((set) => set.songs)) {
        for (const id of line.songIds) expect(index.songById.get(id)?.artistId).toBe(setlist.artistId)
      }
    }
    for (const track of small.tracks) expect(index.songById.has(track.songId)).toBe(true)
  })

  it('lets nobody play twice on one day, but for a matinee', () => {
    for (const [, shows] of small.index.showsByArtist) {
      const days = shows
        .filter((show) => show.status !== 'played' && !show.traits.includes('matinee'))
        .flatMap((show) => show.localDate ?? [])
      expect(new Set(days).size).toBe(days.length)
    }
  })

  it.each([
    [{ seed: 1.5, today }, 'seed'],
    [{ seed: 1, today: 'tomorrow' }, 'today'],
    [{ seed: 1, today: new Date(Number.NaN) }, 'today'],
    [{ seed: 1, today, size: { artists: 0 } }, 'size.artists'],
    [{ seed: 1, today, size: { artists: 1, headliner: { tracks: -1 } } }, 'size.headliner.tracks'],
    [{ seed: 1, today, size: 'huge' as 'large' }, 'size'],
  ])('refuses %o and names %s', (options, name) => {
    try {
      createWorld(options)
      expect.unreachable()
    } catch (error) {
      expect(hasCode(error, 'invalid-options')).toBe(true)
      expect(String(error)).toContain(name)
    }
  })
})
