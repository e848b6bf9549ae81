import { eachItem } from '../../core/page.ts'
import { matchSong } from '../../matching/match-song.ts'
import { tokens } from '../../matching/normalize-name.ts'
import type { SyncTask } from './sync-task.ts'

/**
 * Joins songs that setlists spell differently from their recordings (`Dont Stop`, `Don’t Stop!`): a song known
 * only from setlists is compared with the recorded ones that share a word with it, and absorbed by the one it is.
 */
export const linkSongs: SyncTask = async ({ storage, logger }, artist, journal) => {
  const recorded: Clue[] = []
  const unrecorded: Clue[] = []
  const page = (cursor: string | null) => storage.songs.list({ artistId: artist.id, limit: 1000, cursor })
  for await (const song of eachItem(page)) {
    const target = song.kind === 'unrecorded' ? unrecorded : recorded
    target.push({ id: song.id, title: song.title, durationMs: song.durationMs })
  }
  const byWord = new Map<string, Clue[]>()
  for (const clue of recorded) {
    for (const word of wordsOf(clue.title)) byWord.set(word, [...(byWord.get(word) ?? []), clue])
  }
  let joined = 0
  for (const clue of unrecorded) {
    journal.signal.throwIfAborted()
    const match = bestMatch(clue, [...new Set(wordsOf(clue.title).flatMap((word) => byWord.get(word) ?? []))])
    if (!match) continue
    await storage.songs.absorb({ keptId: match.id, absorbedId: clue.id })
    logger.debug('a song of setlists is a recorded one', {
      artistId: artist.id,
      played: clue.title,
      recorded: match.title,
    })
    joined++
  }
  logger.info('songs of setlists linked with recordings', {
    artistId: artist.id,
    joined,
    unrecorded: unrecorded.length - joined,
  })
}

interface Clue {
  readonly id: string
  readonly title: string
  readonly durationMs: number | null
}

/** The first letters of each word, so that one wrong letter at its end does not hide a song. */
const wordsOf = (title: string) => tokens(title).map((word) => word.slice(0, 4))

function bestMatch(clue: Clue, candidates: readonly Clue[]): Clue | null {
  let best: { readonly clue: Clue; readonly score: number } | null = null
  for (const candidate of candidates) {
    const { outcome, score } = matchSong({ title: clue.title }, { title: candidate.title })
    if (outcome === 'same' && (!best || score > best.score)) best = { clue: candidate, score }
  }
  return best?.clue ?? null
}
