import { nameKey, normalizeName } from './normalize-name.ts'
import { parseTitle } from './title.ts'
import { tributeMarker } from './tribute.ts'
import type { Reason } from './verdict.ts'
import { type VariantKind, variantOf } from './version-words.ts'

export type RecordingKind = 'studio' | VariantKind

/** What is known about a track, as Spotify tells it. */
export interface RecordingClues {
  readonly title: string
  readonly albumName?: string | null | undefined
  /** Spotify's `album_type`, in any case. */
  readonly albumType?: string | null | undefined
  /** Names of the artists of the track. */
  readonly artists?: readonly string[] | undefined
}

export interface RecordingVerdict {
  readonly kind: RecordingKind
  readonly reasons: readonly Reason[]
}

/**
 * What a track is: the studio recording of a song, or a variant of it. The end of the title speaks first, then
 * the performer (karaoke companies), then the album: `Live at Budokan` makes its tracks live, `Live Through This`
 * does not. Remasters, editions and re-recordings are studio recordings.
 *
 * @example
 * classifyRecording({ title: 'Surrender', albumName: 'Cheap Trick at Budokan (Live)' }).kind // 'live'
 * classifyRecording({ title: 'Live Forever - Remastered', albumName: 'Definitely Maybe' }).kind // 'studio'
 */
export function classifyRecording(recording: RecordingClues): RecordingVerdict {
  const { versions } = parseTitle(recording.title)
  const words = versions.map(({ text }) => text).join(', ')
  const byTitle = variantOf(versions.map(({ kind }) => kind))
  const byPerformer = performerKind(recording.artists ?? [])
  if (byPerformer)
    return { kind: 'karaoke', reasons: [{ code: 'performer', detail: byPerformer, weight: 1 }] }
  if (byTitle) return { kind: byTitle, reasons: [{ code: 'title-version', detail: words, weight: 1 }] }
  if (/\bstudio\b/i.test(words))
    return { kind: 'studio', reasons: [{ code: 'title-version', detail: words, weight: 1 }] }
  const byAlbum = albumKind(recording)
  if (!byAlbum) return { kind: 'studio', reasons: [] }
  return { kind: byAlbum, reasons: [{ code: 'album-version', detail: recording.albumName!, weight: 0.8 }] }
}

const karaokeCompany = /\b(?:karaoke|backing tracks?|sing2piano|instrumental (?:kings|all stars))\b/
const performerKind = (artists: readonly string[]): string | undefined =>
  artists.find((artist) => karaokeCompany.test(nameKey(artist)) || tributeMarker(artist) !== null)

const collections: readonly (readonly [VariantKind, RegExp])[] = [
  ['karaoke', /\bkaraoke\b|\bin the style of\b/],
  ['instrumental', /^(?:the )?instrumentals?$|\binstrumentals$/],
  ['remix', /^(?:the )?remix(?:es|ed)$|\bremix(?:es|ed)$/],
  ['demo', /^(?:the )?demos?$|\bdemos$/],
  [
    'live',
    /\blive (?:at|from) \S|^live in (?!(?:the|my|your|our|love|peace|fear|sin)\b)\S|\blive (?:19|20)?\d\d\b|^live$/,
  ],
  [
    'live',
    /\b(?:mtv unplugged|unplugged in|in concert|(?:bbc|peel|radio) (?:radio \d )?sessions?|ao vivo|en vivo|en directo|en concert|dal vivo)\b/,
  ],
]

/** Spoken of the whole album; a single is named after its own track and says nothing more. */
function albumKind({ title, albumName, albumType, artists = [] }: RecordingClues): VariantKind | null {
  if (!albumName || (albumType?.toLowerCase() === 'single' && nameKey(albumName) === nameKey(title)))
    return null
  const marked = variantOf(parseTitle(albumName).versions.map(({ kind }) => kind))
  if (marked) return marked
  const name = nameKey(albumName)
  const found = collections.find(([, pattern]) => pattern.test(name))
  if (found) return found[0]
  const alone = artists.some((artist) => name === `${nameKey(artist)} live`)
  return alone || /[:–—-] live!?$/.test(normalizeName(albumName).replaceAll('-', ' - ')) ? 'live' : null
}
