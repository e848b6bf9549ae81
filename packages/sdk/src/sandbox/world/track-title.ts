import type { TrackKind, WorldArtist, WorldSong } from './world.ts'

/** How one release words its suffixes. */
export interface TitleStyle {
  readonly year: number
  /** 0, 1 or 2: which of the usual spellings. */
  readonly variant: number
  /** A live album whose titles do not say so. */
  readonly plainLive: boolean
  readonly place: string
}

export interface TrackTitleParts {
  readonly song: WorldSong
  readonly kind: TrackKind
  readonly style: TitleStyle
  readonly guest: WorldArtist | undefined
}

/** The title of a recording as Spotify shows it: the song's title, a guest, and what kind of version it is. */
export function trackTitle({ song, kind, style, guest }: TrackTitleParts): string {
  const feature = guest === undefined ? '' : ` (feat. ${guest.name})`
  const { variant, year, place } = style
  const either = (...spellings: readonly [string, string, string]) => spellings[variant]!
  const suffixes: Readonly<Record<TrackKind, string>> = {
    studio: '',
    remaster: either(` - ${year} Remaster`, ' (Remastered)', ` - Remastered ${year}`),
    live: style.plainLive ? '' : either(' - Live', ' (Live)', ` - Live at ${place} Hall`),
    demo: either(' - Demo', ' (Demo)', ` - ${year} Demo`),
    remix: either(` - ${place} Remix`, ` (${place} Remix)`, ' - Remix'),
    acoustic: either(' - Acoustic', ' (Acoustic)', ' - Acoustic Version'),
    instrumental: either(' - Instrumental', ' (Instrumental)', ' - Instrumental Version'),
    karaoke: either(' (Karaoke Version)', ' - Karaoke Version', ' - Karaoke'),
    edit: either(' - Radio Edit', ' - Single Version', ' - Edit'),
  }
  return `${song.title}${feature}${suffixes[kind]}`
}
