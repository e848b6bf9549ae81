import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/sandbox/world/random.ts'
import { planTour } from '../../../src/sandbox/world/tour.ts'
import type { WorldSong } from '../../../src/sandbox/world/world.ts'

const random = createRandom('tour test')
const repertoire = Array.from(
  { length: 60 },
  (_, at): WorldSong => ({
    id: `song-${at}`,
    artistId: 'artist-1',
    title: `Song ${at}`,
    setlistfmTitle: `Song ${at}`,
    year: 2010 + Math.floor(at / 12) * 3,
    durationMs: 200_000,
    weight: ((at * 37) % 100) / 100,
    recorded: true,
    coverOf: null,
  }),
)
const tour = planTour({ name: 'Tour', introTape: null, repertoire }, random)
const nights = Array.from({ length: 200 }, () => tour.night(random, 'concert'))

/** Shares of nights by song, highest first. */
function shares(songs: readonly (WorldSong | undefined)[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const song of songs) if (song !== undefined) counts.set(song.id, (counts.get(song.id) ?? 0) + 1)
  return [...counts]
    .map(([id, count]): [string, number] => [id, count / nights.length])
    .sort((a, b) => b[1] - a[1])
}

describe('a tour', () => {
  it('opens and ends nearly every night with the same songs', () => {
    expect(shares(nights.map((night) => night.main[0]))[0]?.[1]).toBeGreaterThan(0.75)
    expect(shares(nights.map((night) => night.encores.at(-1)?.at(-1)))[0]?.[1]).toBe(1)
  })

  it('plays a core nearly always, rotates others, and leaves most of the catalogue out', () => {
    const played = shares(nights.flatMap((night) => [...night.main, ...night.encores.flat()]))
    const core = played.filter(([, share]) => share > 0.9)
    const rotating = played.filter(([, share]) => share > 0.05 && share < 0.7)
    expect(core.length).toBeGreaterThanOrEqual(10)
    expect(rotating.length).toBeGreaterThanOrEqual(8)
    expect(played.length).toBeLessThan(32)
  })

  it('never plays a song twice in one night', () => {
    for (const night of nights) {
      const ids = [...night.main, ...night.encores.flat()].map((song) => song.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it('favours the newest album', () => {
    const newest = Math.max(...repertoire.map((song) => song.year))
    const all = nights.flatMap((night) => night.main)
    const share = all.filter((song) => song.year === newest).length / all.length
    expect(share).toBeGreaterThan(1 / 5)
  })

  it('is shorter at a festival and before somebody else, without encores', () => {
    const festival = tour.night(random, 'festival')
    const support = tour.night(random, 'support')
    expect(festival.encores).toEqual([])
    expect(support.main.length).toBeLessThan(festival.main.length)
    expect(festival.main.length).toBeLessThan(nights[0]!.main.length + 1)
  })

  it('copes with an artist of three songs', () => {
    const short = planTour({ name: null, introTape: null, repertoire: repertoire.slice(0, 3) }, random)
    const night = short.night(random, 'concert')
    expect([...night.main, ...night.encores.flat()].length).toBeGreaterThan(0)
  })
})
