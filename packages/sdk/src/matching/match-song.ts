import { classifyRecording, type RecordingClues } from './classify-recording.ts'
import { compareIds, type Identified, type MatchOptions, overrideReason } from './identity.ts'
import { nameKey } from './normalize-name.ts'
import { keySimilarity } from './similarity.ts'
import { splitMedley } from './split-medley.ts'
import { parseTitle, songTitleKey } from './title.ts'
import { type Reason, type Verdict, weigh } from './verdict.ts'

/** What is known about a song or a recording of it. */
export interface SongClues extends RecordingClues, Identified {
  readonly isrc?: string | null | undefined
  readonly durationMs?: number | null | undefined
}

/**
 * - `same-recording`: one performance, perhaps sold again (remaster, edition)
 * - `same-work`: one song, and nothing says that the recordings are one
 * - `variant`: one song, one of the two being a live, acoustic, demo or other version
 */
export type SongRelation = 'same-recording' | 'same-work' | 'variant'

export interface SongVerdict extends Verdict {
  /** How they are the same song; null unless the outcome is `same`. */
  readonly relation: SongRelation | null
}

/** Encoders and gaps move the end of one recording by less than this. */
const sameDurationMs = 2000
/** One ISRC with lengths this far apart has been given twice. */
const otherDurationMs = 10_000

/**
 * Whether two titles of one artist mean one song, and how: `outcome` speaks of the song, `relation` of the
 * recordings. Pass songs of one artist, or say in `artists` whose they are. Symmetric.
 *
 * @example
 * matchSong({ title: 'Superstition - Live' }, { title: 'Superstition' }).relation // 'variant'
 * matchSong({ title: 'Something - Remastered 2009', durationMs: 182_293 }, { title: 'Something', durationMs: 182_900 }).relation
 * // 'same-recording'
 */
export function matchSong(a: SongClues, b: SongClues, { overrides }: MatchOptions = {}): SongVerdict {
  const override = overrideReason(a.externalIds ?? [], b.externalIds ?? [], overrides)
  if (override) return related([override], override.weight > 0 ? relationOf(a, b, false) : null)
  const recording = recordingReason(a, b)
  if (recording?.weight === 1) return related([recording], 'same-recording')
  const artists = otherArtists(a, b)
  const title = titleReasons(a, b)
  const reasons = [...(recording ? [recording] : []), ...artists, ...title]
  if (weigh(reasons).outcome !== 'same') return related(reasons, null)
  return related([...reasons, ...recordingEvidence(a, b)], relationOf(a, b, true))
}

const related = (reasons: readonly Reason[], relation: SongRelation | null): SongVerdict => {
  const verdict = weigh(reasons)
  return { ...verdict, relation: verdict.outcome === 'same' ? relation : null }
}

/** An id of one recording in common. A shared ISRC decides unless title and length both say otherwise. */
function recordingReason(a: SongClues, b: SongClues): Reason | null {
  if (compareIds(a.externalIds ?? [], b.externalIds ?? [], 'spotify') === 'same') {
    return { code: 'same-id', detail: 'spotify', weight: 1 }
  }
  if (!a.isrc || !b.isrc || isrcKey(a.isrc) !== isrcKey(b.isrc)) return null
  const contradicted =
    songTitleKey(a.title) !== songTitleKey(b.title) && durationsDiffer(a, b, otherDurationMs)
  return { code: 'same-isrc', detail: isrcKey(a.isrc), weight: contradicted ? 0.8 : 1 }
}

const isrcKey = (isrc: string): string => isrc.toUpperCase().replace(/[^A-Z0-9]/g, '')

function otherArtists({ artists: ofA = [] }: SongClues, { artists: ofB = [] }: SongClues): Reason[] {
  if (ofA.length === 0 || ofB.length === 0) return []
  const known = new Set(ofA.map(nameKey))
  return ofB.some((artist) => known.has(nameKey(artist))) ? [] : [{ code: 'other-artist', weight: -0.5 }]
}

function titleReasons(a: SongClues, b: SongClues): Reason[] {
  const baseA = parseTitle(a.title)
  const baseB = parseTitle(b.title)
  if (baseA.baseKey === baseB.baseKey) return [{ code: 'same-title', detail: baseA.baseKey, weight: 0.9 }]
  if (medleyContains(a.title, baseB.baseKey) || medleyContains(b.title, baseA.baseKey)) {
    return [{ code: 'part-of-medley', weight: -0.5 }]
  }
  if (partsOf(baseA.baseKey) !== partsOf(baseB.baseKey)) return [{ code: 'different-part', weight: -0.5 }]
  if (withoutBrackets(baseA.base) === withoutBrackets(baseB.base))
    return [{ code: 'similar-title', detail: 'brackets', weight: 0.55 }]
  const likeness = keySimilarity(baseA.baseKey, baseB.baseKey)
  if (likeness >= 0.85) return [{ code: 'similar-title', detail: likeness.toFixed(2), weight: 0.5 }]
  return [{ code: 'different-title', weight: -0.5 }]
}

function medleyContains(medley: string, key: string): boolean {
  const songs = splitMedley(medley)
  return songs.length > 1 && songs.some((song) => songTitleKey(song) === key)
}

/** Numbers, and the words that make a song out of another. */
const partsOf = (key: string): string =>
  (key.match(/\p{N}+|\b(?:reprise|interlude|intro|outro|prelude|ii|iii|iv|vi+)\b/gu) ?? []).join(' ')

/** "Superman (It's Not Easy)" is also written "Superman". */
const withoutBrackets = (base: string): string =>
  songTitleKey(base.replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ').trim() || base)

function recordingEvidence(a: SongClues, b: SongClues): Reason[] {
  const reasons: Reason[] = []
  const kindA = classifyRecording(a).kind
  const kindB = classifyRecording(b).kind
  if (kindA !== kindB)
    reasons.push({ code: 'other-version', detail: [kindA, kindB].sort().join(' / '), weight: 0 })
  if (a.isrc && b.isrc && isrcKey(a.isrc) !== isrcKey(b.isrc))
    reasons.push({ code: 'different-isrc', weight: 0 })
  if (durationsAgree(a, b)) reasons.push({ code: 'duration-agrees', weight: 0.1 })
  else if (durationsDiffer(a, b, sameDurationMs)) reasons.push({ code: 'duration-differs', weight: 0 })
  return reasons
}

/** A different ISRC does not make another recording: remasters and re-releases get new ones. */
function relationOf(a: SongClues, b: SongClues, byTitle: boolean): SongRelation {
  if (classifyRecording(a).kind !== classifyRecording(b).kind || arrangementOf(a) !== arrangementOf(b))
    return 'variant'
  if (recordedAnew(a) !== recordedAnew(b)) return 'same-work'
  return byTitle && durationsAgree(a, b) ? 'same-recording' : 'same-work'
}

const kindsIn = ({ title }: SongClues) => parseTitle(title).versions.map(({ kind }) => kind)
const arrangementOf = (song: SongClues): boolean => kindsIn(song).includes('other')
const recordedAnew = (song: SongClues): boolean => kindsIn(song).includes('re-recorded')

const gapMs = (a: SongClues, b: SongClues): number | null =>
  a.durationMs && b.durationMs ? Math.abs(a.durationMs - b.durationMs) : null
const durationsAgree = (a: SongClues, b: SongClues): boolean => (gapMs(a, b) ?? Infinity) <= sameDurationMs
const durationsDiffer = (a: SongClues, b: SongClues, byMs: number): boolean => (gapMs(a, b) ?? 0) > byMs
