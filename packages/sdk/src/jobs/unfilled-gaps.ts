import { eachItem } from '../core/page.ts'
import type { EntityId } from '../domain/entity.ts'
import type { ImportGap, ImportRun } from '../domain/import-run.ts'
import type { Storage } from '../storage/storage.ts'
import { type ArtistPart, artistParts } from './artist-parts.ts'
import { doneAt, filledRuns, gapsOf, markFilled } from './sync-marks.ts'

/** What is missing of artists, and the ended imports that said so. */
export interface UnfilledGaps {
  readonly parts: ReadonlyMap<ArtistPart, ReadonlySet<EntityId>>
  /** Of each artist the import that named gaps. */
  readonly runs: readonly RunWithGaps[]
}

export interface RunWithGaps {
  readonly id: EntityId
  readonly artistId: EntityId
  readonly finishedAt: Date
  readonly parts: ReadonlySet<ArtistPart>
}

const partOf: Readonly<Record<ImportGap['kind'], ArtistPart>> = {
  artist: 'artist',
  shows: 'shows',
  venues: 'venues',
  releases: 'songs',
  tracks: 'songs',
  setlists: 'setlists',
}

/** Neither a later call nor a job fills these: they need a key, another tier, or an operator. */
export const needsSomebody: readonly string[] = [
  'not-configured',
  'endpoint-unavailable',
  'identity-conflict',
  'identity-unsure',
]

/** What jobs could not bring, and what the latest import of each artist left open and nobody has filled since. */
export async function unfilledGaps(storage: Storage, now: Date): Promise<UnfilledGaps> {
  const parts = new Map<ArtistPart, Set<EntityId>>(artistParts.map((part) => [part, new Set()]))
  const runs: RunWithGaps[] = []
  for (const part of artistParts) for (const id of await gapsOf(storage, part)) parts.get(part)!.add(id)

  const filled = await filledRuns(storage)
  const latest = new Set<EntityId>()
  const ended = eachItem((cursor) =>
    storage.imports.list({ statuses: ['completed', 'completed-with-gaps'], limit: 200, cursor }),
  )
  for await (const run of ended) {
    if (!run.artistId || latest.has(run.artistId)) continue
    latest.add(run.artistId)
    if (run.status !== 'completed-with-gaps' || filled.get(run.artistId) === run.id) continue
    const open = partsOf(run, now)
    if (open.size === 0) continue
    runs.push({ id: run.id, artistId: run.artistId, finishedAt: run.finishedAt, parts: open })
    for (const part of open) parts.get(part)!.add(run.artistId)
  }
  return { parts, runs }
}

/** Remembers which imports have no gap any more: every part was brought up to date since. Answers how many. */
export async function noteFilled(storage: Storage, runs: readonly RunWithGaps[]): Promise<number> {
  let filled = 0
  for (const { id, artistId, finishedAt, parts } of runs) {
    const done = await Promise.all([...parts].map((part) => doneAt(storage, part, artistId)))
    if (done.some((at) => !at || at < finishedAt)) continue
    await markFilled(storage, artistId, id)
    filled++
  }
  return filled
}

function partsOf({ ledger }: ImportRun, now: Date): Set<ArtistPart> {
  const open = new Set<ArtistPart>()
  for (const { kind, reason, retryAt } of ledger.gaps) {
    if (needsSomebody.includes(reason) || (retryAt && retryAt > now)) continue
    open.add(partOf[kind])
    // Nobody knew who it was at a service: first that, then what is behind.
    if (reason === 'artist-unresolved') open.add('artist')
  }
  for (const { kind, expected, fetched } of ledger.lines) {
    if ((expected ?? 0) > fetched) open.add(partOf[kind])
  }
  return open
}
