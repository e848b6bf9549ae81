import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { songTitleKey } from '@setvote/sdk/matching'

/** Consecutive shows of one artist. */
export interface RecordedSequence {
  readonly artist: string
  readonly shows: readonly RecordedShow[]
}

export interface RecordedShow {
  readonly localDate: string
  readonly tour: string | null
  /** The keys of the songs in their order, each once. */
  readonly songs: readonly string[]
}

interface RecordedFact {
  readonly date: string
  readonly tour?: string | null
  readonly songs: readonly string[]
}

const repository = resolve(import.meta.dirname, '../..')
const folder = resolve(
  repository,
  process.env.RECORDED_DATA ?? '../shared/data/recorded',
  'setlistfm/sequences',
)

/** The recorded setlists of several artists, one file each; none where there is no recorded data. */
export function recordedSequences(): RecordedSequence[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []
  return files.toSorted().map((file) => ({
    artist: file.slice(0, file.indexOf('.')),
    shows: (JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as RecordedFact[]).map(
      ({ date, tour, songs }) => ({
        localDate: date,
        tour: tour ?? null,
        songs: [...new Set(songs.map(songTitleKey))],
      }),
    ),
  }))
}
