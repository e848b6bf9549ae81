import type { Random } from './random.ts'
import type { WorldSong } from './world.ts'

/** What was played one night, before anybody wrote it down. */
export interface Night {
  readonly main: readonly WorldSong[]
  readonly encores: readonly (readonly WorldSong[])[]
}

export type NightKind = 'concert' | 'festival' | 'support'

/** A run of shows with one way of building the evening. */
export interface Tour {
  readonly name: string | null
  /** A recording that opens each night. */
  readonly introTape: string | null
  night(random: Random, kind: NightKind): Night
}

export interface TourOptions {
  readonly name: string | null
  readonly introTape: string | null
  /** What the artist can play. The latest year counts as the new album. */
  readonly repertoire: readonly WorldSong[]
}

const mainSlots = [
  'core',
  'core',
  'rotating',
  'core',
  'core',
  'rotating',
  'core',
  'core',
  'rotating',
  'core',
  'core',
  'rotating',
  'core',
] as const
const festivalSlots = mainSlots.slice(0, 8)
const supportSlots = mainSlots.slice(0, 6)

/**
 * Plans a tour. An opener, a closer and two encore songs stand almost fixed; nine core songs come nearly every
 * night, always in one order; four slots rotate through a pool by how much the artist likes each song. New songs
 * are favoured, and the rest of the catalogue is hardly heard, so a past night tells a lot about the next.
 */
export function planTour(options: TourOptions, random: Random): Tour {
  const newest = Math.max(...options.repertoire.map((song) => song.year))
  const liking = new Map(
    options.repertoire.map((song) => [
      song.id,
      (song.weight + (song.year === newest ? 0.35 : 0)) * (0.7 + random.next() * 0.6),
    ]),
  )
  const ranked = [...options.repertoire].sort((a, b) => liking.get(b.id)! - liking.get(a.id)!)
  const encores = ranked.slice(0, 3)
  const closer = ranked[3]
  const openers = ranked.slice(4, 6)
  const core = random.shuffle(ranked.slice(6, 15))
  const pool = ranked.slice(15, 29)

  return {
    name: options.name,
    introTape: options.introTape,
    night(nightRandom, kind) {
      const played = new Set<WorldSong>()
      const play = (song: WorldSong | undefined): WorldSong[] => {
        if (song === undefined || played.has(song)) return []
        played.add(song)
        return [song]
      }
      const slots = kind === 'concert' ? mainSlots : kind === 'festival' ? festivalSlots : supportSlots
      const waiting = [...core]
      const main = play(nightRandom.chance(0.85) ? openers[0] : (openers[1] ?? openers[0]))
      for (const slot of slots) {
        if (slot === 'rotating') main.push(...play(drawLiked(pool, liking, played, nightRandom)))
        else {
          const next = waiting.shift()
          if (nightRandom.chance(0.95)) main.push(...play(next))
        }
      }
      main.push(...play(closer))
      if (kind !== 'concert') {
        main.push(...play(encores[0]))
        return { main, encores: [] }
      }
      const first = [
        ...play(encores[1]),
        ...(nightRandom.chance(0.5) ? play(encores[2]) : []),
        ...play(encores[0]),
      ]
      return { main, encores: first.length === 0 ? [] : [first] }
    },
  }
}

function drawLiked(
  pool: readonly WorldSong[],
  liking: ReadonlyMap<string, number>,
  played: ReadonlySet<WorldSong>,
  random: Random,
): WorldSong | undefined {
  const open = pool.filter((song) => !played.has(song))
  let left = random.next() * open.reduce((sum, song) => sum + liking.get(song.id)!, 0)
  for (const song of open) {
    left -= liking.get(song.id)!
    if (left <= 0) return song
  }
  return open.at(-1)
}
