import type { Random } from './random.ts'
import type { Night } from './tour.ts'
import type { PlayedSong, WorldSet, WorldSong, WorldStranger } from './world.ts'

/** What may happen on a night, or to the person who writes it down. */
export type Incident =
  | 'medley'
  | 'cover'
  | 'guest'
  | 'song-info'
  | 'unnamed-song'
  | 'unnamed-tape'
  | 'outro-tape'
  | 'several-encores'
  | 'named-sets'
  | 'never-recorded'

const likelihood: Readonly<Record<Incident, number>> = {
  medley: 0.06,
  cover: 0.22,
  guest: 0.06,
  'song-info': 0.2,
  'unnamed-song': 0.01,
  'unnamed-tape': 0.05,
  'outro-tape': 0.1,
  'several-encores': 0.15,
  'named-sets': 0.02,
  'never-recorded': 0.1,
}

export const incidents = Object.keys(likelihood) as readonly Incident[]

export function drawIncidents(random: Random): Set<Incident> {
  return new Set(incidents.filter((incident) => random.chance(likelihood[incident])))
}

/** What a scribe may draw from besides the night. */
export interface NightMaterial {
  readonly introTape: string | null
  readonly covers: readonly WorldSong[]
  readonly neverRecorded: readonly WorldSong[]
  readonly strangers: readonly WorldStranger[]
}

/** Turns songs into lines, sharing one object for every plain mention of a song. */
export function createScribe(): (song: WorldSong) => PlayedSong {
  const lines = new Map<string, PlayedSong>()
  return (song) => {
    const known = lines.get(song.id)
    if (known !== undefined) return known
    const line: PlayedSong = {
      name: song.setlistfmTitle,
      songIds: [song.id],
      tape: false,
      info: null,
      cover: song.coverOf,
      guest: null,
    }
    lines.set(song.id, line)
    return line
  }
}

const songInfos = [
  'with extended outro',
  'Acoustic',
  'Dedicated to the road crew',
  'First time since 2019',
  '>',
]

/** A night as fans write it at setlist.fm. */
export function writeDown(
  night: Night,
  happened: ReadonlySet<Incident>,
  material: NightMaterial,
  line: (song: WorldSong) => PlayedSong,
  random: Random,
): WorldSet[] {
  const main = night.main.map(line)
  const encores = night.encores.map((songs) => songs.map(line))
  const somewhere = () => random.int(1, Math.max(1, main.length - 1))

  if (happened.has('cover') && material.covers.length > 0) {
    main.splice(somewhere(), 0, line(random.pick(material.covers)))
  }
  if (happened.has('never-recorded') && material.neverRecorded.length > 0) {
    main.splice(somewhere(), 0, line(random.pick(material.neverRecorded)))
  }
  if (happened.has('medley') && main.length > 4) {
    const at = random.int(1, main.length - 3)
    const [first, second] = main.slice(at, at + 2)
    main.splice(at, 2, {
      ...first!,
      name: `${first!.name} / ${second!.name}`,
      songIds: [...first!.songIds, ...second!.songIds],
      cover: null,
    })
  }
  const change = (facts: Partial<PlayedSong>) => {
    if (main.length === 0) return
    const at = Math.min(somewhere(), main.length - 1)
    main[at] = { ...main[at]!, ...facts }
  }
  if (happened.has('guest')) change({ guest: random.pick(material.strangers) })
  if (happened.has('song-info')) change({ info: random.pick(songInfos) })
  if (happened.has('unnamed-song')) main.splice(somewhere(), 0, unnamed(false, null))
  if (happened.has('unnamed-tape')) main.unshift(unnamed(true, 'Intro'))
  else if (material.introTape !== null) main.unshift(tape(material.introTape, random, material.strangers))

  if (happened.has('several-encores') && encores.length > 0) {
    const extra = main.splice(-Math.min(3, Math.max(0, main.length - 3)))
    encores.push(...extra.map((song) => [song]))
  }
  if (happened.has('outro-tape'))
    (encores.at(-1) ?? main).push(tape('Closing Time at the Pier', random, material.strangers))

  const half = Math.ceil(main.length / 2)
  const sets: WorldSet[] = happened.has('named-sets')
    ? [
        { name: 'Set 1:', encore: null, songs: main.slice(0, half) },
        { name: 'Set 2:', encore: null, songs: main.slice(half) },
      ]
    : [{ name: null, encore: null, songs: main }]
  return [...sets, ...encores.map((songs, at): WorldSet => ({ name: null, encore: at + 1, songs }))]
}

function unnamed(isTape: boolean, info: string | null): PlayedSong {
  return { name: '', songIds: [], tape: isTape, info, cover: null, guest: null }
}

function tape(name: string, random: Random, strangers: readonly WorldStranger[]): PlayedSong {
  return {
    name,
    songIds: [],
    tape: true,
    info: null,
    cover: random.chance(0.5) ? random.pick(strangers) : null,
    guest: null,
  }
}
