import { readRecorded, recordedFiles } from '../../support/recorded.ts'

/** An artist as it was recorded, with a setlist or with a song. */
export interface RecordedCredit {
  readonly mbid: string
  readonly name: string
  readonly sortName?: string
  readonly disambiguation?: string
  readonly url?: string
}

export interface RecordedSong {
  readonly name: string
  readonly info?: string
  readonly tape?: boolean
  readonly cover?: RecordedCredit
  readonly with?: RecordedCredit
}

export interface RecordedSet {
  readonly name?: string
  readonly encore?: number
  readonly song?: readonly RecordedSong[]
}

export interface RecordedVenue {
  readonly id: string
  readonly name?: string
  readonly url?: string
  readonly city?: {
    readonly id?: string
    readonly name?: string
    readonly state?: string
    readonly stateCode?: string
    readonly coords?: { readonly lat?: number; readonly long?: number }
    readonly country?: { readonly code?: string; readonly name?: string }
  }
}

/** A setlist as it was recorded. */
export interface RecordedSetlist {
  readonly id: string
  readonly versionId?: string
  /** `dd-MM-yyyy` */
  readonly eventDate: string
  readonly lastUpdated?: string
  readonly artist: RecordedCredit
  readonly venue?: RecordedVenue
  readonly tour?: { readonly name?: string }
  readonly info?: string
  readonly url?: string
  readonly sets?: { readonly set?: readonly RecordedSet[] }
  /** Where samples of the documentation have the sets. */
  readonly set?: readonly RecordedSet[]
}

/** The setlists of one file: one, a page or a list of them. */
export function setlistsIn(content: unknown): RecordedSetlist[] {
  if (Array.isArray(content)) return content.flatMap(setlistsIn)
  if (typeof content !== 'object' || content === null) return []
  if ('setlist' in content) return setlistsIn(content.setlist)
  return 'eventDate' in content ? [content as unknown as RecordedSetlist] : []
}

/** Every recorded setlist of setlist.fm, each as it was last edited. */
export function recordedSetlists(): RecordedSetlist[] {
  const files = recordedFiles().filter((file) =>
    /^setlistfm\/(load|setlist|search-setlists|artist-setlists|doc-samples)\/.*\.json$/.test(file),
  )
  const newest = new Map<string, RecordedSetlist>()
  for (const setlist of files.flatMap((file) => setlistsIn(JSON.parse(readRecorded(file))))) {
    const known = newest.get(setlist.id)
    if (!known || editedAt(known) < editedAt(setlist)) newest.set(setlist.id, setlist)
  }
  return [...newest.values()]
}

const editedAt = ({ lastUpdated }: RecordedSetlist): string => lastUpdated ?? ''
