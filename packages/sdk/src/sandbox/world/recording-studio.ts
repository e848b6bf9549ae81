import { addDays } from './calendar.ts'
import { compareText } from './compare-text.ts'
import type { Random } from './random.ts'
import type { TitleMaker } from './title-maker.ts'
import { type TitleStyle, trackTitle } from './track-title.ts'
import type { ReleaseTrait } from './traits.ts'
import type { Workshop } from './workshop.ts'
import type { TrackKind, WorldArtist, WorldRelease, WorldSong, WorldTrack } from './world.ts'

/** One recording that a release asks for. */
export interface Take {
  readonly song: WorldSong
  readonly kind: TrackKind
  /** Whether another artist is credited as "feat.". */
  readonly withGuest: boolean
}

export interface ReleasePlan {
  readonly title: string
  readonly type: WorldRelease['type']
  readonly date: string
  readonly trait: ReleaseTrait
  readonly takes: readonly Take[]
  /** Which of the usual spellings of a version; see `trackTitle`. @default by chance */
  readonly titleVariant?: number
  /** @default all on one disc */
  readonly tracksPerDisc?: number
}

/** Where one artist's songs are written and released. */
export interface RecordingStudio {
  readonly artistName: string
  /** Tracks that may still be released. */
  room(): number
  inventTitle(): string
  writeSong(facts: Pick<WorldSong, 'recorded' | 'coverOf' | 'year'>): WorldSong
  /** Releases as many of the takes as there is room for; nothing when there is none. */
  release(plan: ReleasePlan): void
  releases(): readonly WorldRelease[]
  songsOf(trackIds: readonly string[]): WorldSong[]
  /** The recorded songs that are loved most, best first. */
  bestSongs(count: number): WorldSong[]
  newestYear(): number
  result(onSpotify: boolean): { songs: WorldSong[]; releases: WorldRelease[]; tracks: WorldTrack[] }
}

export interface RecordingStudioOptions {
  readonly shop: Workshop
  readonly artist: WorldArtist
  readonly random: Random
  readonly nextTitle: TitleMaker
  readonly maxTracks: number
  readonly label: string
  readonly guests: readonly WorldArtist[]
}

export function createRecordingStudio(options: RecordingStudioOptions): RecordingStudio {
  const { shop, artist, random, maxTracks } = options
  const songs: WorldSong[] = []
  const songById = new Map<string, WorldSong>()
  const releases: WorldRelease[] = []
  const tracks: WorldTrack[] = []
  const trackById = new Map<string, WorldTrack>()
  const isrcOfRecording = new Map<string, string>()
  const guestOfSong = new Map<string, WorldArtist>()

  function room(): number {
    return maxTracks - tracks.length
  }

  function writeSong(facts: Pick<WorldSong, 'recorded' | 'coverOf' | 'year'>): WorldSong {
    const song: WorldSong = {
      id: `${artist.id}/song-${songs.length + 1}`,
      artistId: artist.id,
      ...options.nextTitle(),
      ...facts,
      durationMs: random.int(125_000, 390_000),
      weight: facts.recorded ? recordedWeight(random) : 0.25,
    }
    songs.push(song)
    songById.set(song.id, song)
    return song
  }

  function record(
    take: Take,
    release: Pick<WorldRelease, 'id' | 'date'>,
    style: TitleStyle,
    at: number,
    plan: ReleasePlan,
  ) {
    const { song, kind } = take
    if (take.withGuest && options.guests.length > 0) guestOfSong.set(song.id, random.pick(options.guests))
    const guest = guestOfSong.get(song.id)
    // A recording keeps its code wherever it is released again; a remaster is another recording.
    const reused = kind === 'studio' || kind === 'remaster'
    const recording = reused ? `${song.id}/${kind}` : `${song.id}/${kind}/${release.id}`
    const isrc =
      isrcOfRecording.get(recording) ?? shop.ids.isrc(artist.country, Number(release.date.slice(0, 4)))
    isrcOfRecording.set(recording, isrc)
    const perDisc = plan.tracksPerDisc ?? Number.POSITIVE_INFINITY
    const disc = Math.floor(at / perDisc) + 1
    const track: WorldTrack = {
      id: shop.ids.spotify(),
      releaseId: release.id,
      songId: song.id,
      title: trackTitle({ song, kind, style, guest: kind === 'karaoke' ? undefined : guest }),
      kind,
      isrc,
      durationMs: durationOf(take, random),
      disc,
      number: disc === 1 ? at + 1 : (at % perDisc) + 1,
      explicit: song.durationMs % 17 === 0,
      popularity: popularityOf(take, artist, random),
      artistIds: guest === undefined ? [artist.id] : [artist.id, guest.id],
    }
    tracks.push(track)
    trackById.set(track.id, track)
    return track.id
  }

  return {
    artistName: artist.name,
    room,
    writeSong,
    inventTitle: () => options.nextTitle().title,
    release(plan) {
      const takes = plan.takes.slice(0, Math.max(0, room()))
      if (takes.length === 0) return
      const date = plan.date < shop.today ? plan.date : addDays(shop.today, -random.int(20, 90))
      const id = shop.ids.spotify()
      const style: TitleStyle = {
        year: Number(date.slice(0, 4)),
        variant: plan.titleVariant ?? random.int(0, 2),
        plainLive:
          plan.trait === 'live' &&
          (releases.every(({ traits }) => !traits.includes('live')) || random.chance(0.5)),
        place: shop.faker(random).person.lastName(),
      }
      releases.push({
        id,
        title: plan.title,
        type: plan.type,
        artistIds: [artist.id],
        date,
        precision: random.chance(0.9) ? 'day' : 'year',
        upc: shop.ids.upc(),
        label: options.label,
        trackIds: takes.map((take, at) => record(take, { id, date }, style, at, plan)),
        traits: [plan.trait],
      })
    },
    releases: () => releases,
    songsOf: (trackIds) => trackIds.map((id) => songById.get(trackById.get(id)!.songId)!),
    bestSongs(count) {
      const recorded = songs.filter((song) => isrcOfRecording.has(`${song.id}/studio`))
      return recorded.sort((a, b) => b.weight - a.weight || compareText(a.id, b.id)).slice(0, count)
    },
    newestYear: () =>
      Math.max(artist.formedYear, ...releases.map((release) => Number(release.date.slice(0, 4)))),
    result(onSpotify) {
      if (onSpotify) return { songs, releases, tracks }
      return { songs, releases: [], tracks: [] }
    },
  }
}

/** A few songs are loved, some are liked, most stay on the album. */
function recordedWeight(random: Random): number {
  const draw = random.next()
  if (draw < 0.14) return 0.75 + random.next() * 0.25
  if (draw < 0.5) return 0.3 + random.next() * 0.3
  return 0.03 + random.next() * 0.17
}

function durationOf({ song, kind }: Take, random: Random): number {
  if (kind === 'studio') return song.durationMs
  if (kind === 'remaster') return song.durationMs + random.int(-900, 900)
  if (kind === 'edit') return Math.round(song.durationMs * 0.8)
  if (kind === 'remix') return Math.round(song.durationMs * 1.4)
  return song.durationMs + random.int(-20_000, 45_000)
}

function popularityOf({ song, kind }: Take, artist: WorldArtist, random: Random): number {
  const share = kind === 'studio' || kind === 'edit' ? 1 : kind === 'remaster' ? 0.7 : 0.35
  return Math.round(artist.popularity * share * (0.35 + 0.65 * song.weight) * (0.9 + random.next() * 0.1))
}
