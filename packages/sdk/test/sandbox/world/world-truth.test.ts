import { describe, expect, it } from 'vitest'
import { hasCode } from '../../../src/core/errors.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { worldTruth } from '../../../src/sandbox/world/world-truth.ts'

const world = createWorld({ seed: 7, today: '2026-11-21' })
const truth = worldTruth(world, 'artist-1')

describe('worldTruth', () => {
  it('counts an evening once, whatever number of listings sell it', () => {
    const events = truth.shows.upcoming.flatMap((show) => show.eventIds)
    expect(truth.shows.upcoming).toHaveLength(25)
    expect(events.length).toBeGreaterThan(25)
    expect(truth.shows.past).toHaveLength(120)
  })

  it('tells how each upcoming show can be found', () => {
    const reaches = Map.groupBy(truth.shows.upcoming, (show) => show.reach)
    expect(reaches.get('undated')).toHaveLength(2)
    expect(reaches.get('without-attraction')).toHaveLength(1)
    expect(reaches.get('listed')).toHaveLength(22)
    const absent = world.artists.find((artist) => artist.traits.includes('absent-on-ticketmaster'))!
    const unlisted = worldTruth(world, absent.id).shows.upcoming.filter((show) => show.role === 'headliner')
    expect(unlisted.length).toBeGreaterThan(0)
    expect(unlisted.every((show) => show.reach === 'unlisted')).toBe(true)
  })

  it('splits setlists into played and empty ones', () => {
    for (const id of truth.setlists.withSongs)
      expect(world.index.setlistById.get(id)?.sets.length).toBeGreaterThan(0)
    expect(truth.setlists.empty.length).toBeGreaterThan(5)
    expect(truth.setlists.withSongs.length + truth.setlists.empty.length).toBe(
      world.index.setlistsByArtist.get('artist-1')?.length,
    )
  })

  it('gathers recordings under their song', () => {
    const hit = truth.songs.find((song) => song.kinds.includes('remaster'))!
    expect(hit.kinds).toContain('studio')
    expect(hit.isrcs.length).toBeGreaterThan(1)
    expect(truth.songs.filter((song) => song.kinds.length === 0 && song.coverOf === null).length).toBe(3)
    expect(truth.songs.some((song) => song.timesPlayed > 40)).toBe(true)
  })

  it('has no id where a service has no artist', () => {
    const absent = world.artists.find((artist) => artist.traits.includes('absent-on-musicbrainz'))!
    expect(worldTruth(world, absent.id).ids).toMatchObject({ musicbrainz: null, setlistfm: null })
  })

  it('refuses an id of no artist', () => {
    try {
      worldTruth(world, 'artist-0')
      expect.unreachable()
    } catch (error) {
      expect(hasCode(error, 'not-found')).toBe(true)
    }
  })
})
