import { chunked } from '../core/chunked.ts'
import { eachItem } from '../core/page.ts'
import type { Artist } from '../domain/artist.ts'
import type { EntityId } from '../domain/entity.ts'
import type { Storage } from '../storage/storage.ts'
import { type ArtistPart, artistParts } from './artist-parts.ts'

/**
 * What jobs remember about artists, in the settings: `sync.done.shows.art_1` is the instant at which the shows of
 * that artist were last brought up to date, `sync.gap.shows.art_1` why they could not be.
 */
const doneKey = (part: ArtistPart, artistId: EntityId) => `sync.done.${part}.${artistId}`
const gapKey = (part: ArtistPart, artistId: EntityId) => `sync.gap.${part}.${artistId}`
/** Which ended import's gaps have been filled since. */
const filledKey = (artistId: EntityId) => `sync.filled.${artistId}`

const syncMarkPrefixes: readonly string[] = [
  ...artistParts.flatMap((part) => [doneKey(part, ''), gapKey(part, '')]),
  filledKey(''),
]

type SettingsOnly = Pick<Storage, 'settings'>

export async function markDone(
  { settings }: SettingsOnly,
  part: ArtistPart,
  artistId: EntityId,
  at: Date,
): Promise<void> {
  await settings.set(doneKey(part, artistId), at.toISOString())
  await settings.set(gapKey(part, artistId), null)
}

/** When a part of an artist was last brought up to date by a job. */
export async function doneAt(
  { settings }: SettingsOnly,
  part: ArtistPart,
  artistId: EntityId,
): Promise<Date | null> {
  const at = await settings.get(doneKey(part, artistId))
  return typeof at === 'string' ? new Date(at) : null
}

export const markGap = (
  { settings }: SettingsOnly,
  part: ArtistPart,
  artistId: EntityId,
  reason: string,
): Promise<void> => settings.set(gapKey(part, artistId), reason)

/** The artists of whom a part is missing, as far as jobs have met it. */
export async function gapsOf({ settings }: SettingsOnly, part: ArtistPart): Promise<EntityId[]> {
  const prefix = gapKey(part, '')
  return (await settings.list(prefix)).map(({ key }) => key.slice(prefix.length))
}

export const markFilled = ({ settings }: SettingsOnly, artistId: EntityId, runId: string): Promise<void> =>
  settings.set(filledKey(artistId), runId)

/** Runs whose gaps have been filled, by artist. */
export async function filledRuns({ settings }: SettingsOnly): Promise<ReadonlyMap<EntityId, string>> {
  const prefix = filledKey('')
  const marks = await settings.list(prefix)
  return new Map(marks.map(({ key, value }) => [key.slice(prefix.length), String(value)]))
}

/** When each part of artists was last brought up to date, by a job or by a whole import. */
export type Freshness = (part: ArtistPart, artist: Pick<Artist, 'id' | 'syncedAt'>) => Date | null

/** Reads the marks of the given parts, and the imports that ended at `since` or later. */
export async function readFreshness(
  storage: Storage,
  parts: readonly ArtistPart[],
  since: Date,
): Promise<Freshness> {
  const marks = new Map(
    await Promise.all(parts.map(async (part) => [part, await lastDone(storage, part)] as const)),
  )
  const imported = await importedSince(storage, since)
  return (part, { id, syncedAt }) => {
    const known = [marks.get(part)?.get(id), imported.get(id), part === 'artist' ? syncedAt : null]
    return known.reduce<Date | null>((last, at) => (at && (!last || at > last) ? at : last), null)
  }
}

/** When jobs last brought a part up to date, by artist. */
export async function lastDone(
  { settings }: SettingsOnly,
  part: ArtistPart,
): Promise<ReadonlyMap<EntityId, Date>> {
  const prefix = doneKey(part, '')
  const marks = await settings.list(prefix)
  return new Map(marks.map(({ key, value }) => [key.slice(prefix.length), new Date(String(value))]))
}

async function importedSince({ imports }: Storage, since: Date): Promise<ReadonlyMap<EntityId, Date>> {
  const ended = new Map<EntityId, Date>()
  const pages = eachItem((cursor) => imports.list({ statuses: ['completed'], limit: 200, cursor }))
  for await (const run of pages) {
    if (run.startedAt < since) break
    if (run.status !== 'completed' || !run.artistId || ended.has(run.artistId)) continue
    ended.set(run.artistId, run.finishedAt)
  }
  return ended
}

/** Forgets what was remembered about artists who are gone. Answers how many marks went. */
export async function dropMarksOfGone({ settings, artists }: Storage): Promise<number> {
  let dropped = 0
  for (const prefix of syncMarkPrefixes) {
    for (const marks of chunked(await settings.list(prefix), 500)) {
      const known = await artists.findMany(marks.map(({ key }) => key.slice(prefix.length)))
      for (const [index, { key }] of marks.entries()) {
        if (known[index]) continue
        await settings.set(key, null)
        dropped++
      }
    }
  }
  return dropped
}
