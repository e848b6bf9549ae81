import { z } from 'zod'
import { EntityId } from './entity.ts'
import { IdService } from './external-id.ts'
import { Instant } from './instant.ts'

/** How an artist to import is named: by an id at a service, or by name. */
export const ArtistReference = z.union([
  z.strictObject({ ticketmasterId: z.string().trim().min(1) }),
  z.strictObject({ spotifyId: z.string().trim().min(1) }),
  z.strictObject({ mbid: z.string().trim().min(1) }),
  z.strictObject({ name: z.string().trim().min(1) }),
])
export type ArtistReference = z.infer<typeof ArtistReference>

/** Phase 1 makes the artist's page, phase 2 shows and venues, phase 3 songs and past setlists. */
export const ImportPhase = z.enum(['artist', 'shows', 'catalog'])
export type ImportPhase = z.infer<typeof ImportPhase>

/** What is counted. One upstream item is one of these. */
export const LedgerKind = z.enum(['artist', 'shows', 'venues', 'releases', 'tracks', 'setlists'])
export type LedgerKind = z.infer<typeof LedgerKind>

/**
 * The account of one kind of thing from one upstream. It adds up when `fetched = stored + Σ skipped` and
 * `expected = fetched`; what is short of `expected` is a gap.
 */
export const LedgerLine = z.object({
  kind: LedgerKind,
  service: IdService.exclude(['setvote']),
  /** How many the upstream said there are; null while it has not been asked. */
  expected: z.int().nonnegative().nullable(),
  fetched: z.int().nonnegative(),
  /** Things now in storage, each counted once however many items it came from. */
  stored: z.int().nonnegative(),
  /** Items not stored as things of their own, by reason. */
  skipped: z.record(z.string(), z.int().positive()),
})
export type LedgerLine = z.infer<typeof LedgerLine>

/** Something that could not be fetched, to be filled by a later run. */
export const ImportGap = z.object({
  kind: LedgerKind,
  service: IdService.exclude(['setvote']),
  /** An error code: `rate-limited`, `upstream-failed`, `not-configured` … */
  reason: z.string(),
  message: z.string(),
  /** When it makes sense to try again; null when that is not known. */
  retryAt: Instant.nullable(),
})
export type ImportGap = z.infer<typeof ImportGap>

export const ImportLedger = z.object({ lines: z.array(LedgerLine), gaps: z.array(ImportGap) })
export type ImportLedger = z.infer<typeof ImportLedger>

export const ImportStatus = z.enum(['running', 'completed', 'completed-with-gaps', 'failed', 'cancelled'])
export type ImportStatus = z.infer<typeof ImportStatus>

const runShape = {
  id: EntityId,
  /** The reference as text: one live run each. */
  subject: z.string(),
  reference: ArtistReference,
  /** Null until phase 1 has found out who it is. */
  artistId: EntityId.nullable(),
  phase: ImportPhase,
  ledger: ImportLedger,
  /** Where each task stands: what a successor needs to go on. Only `importing` reads it. */
  checkpoint: z.record(z.string(), z.json()),
  startedAt: Instant,
  updatedAt: Instant,
  cancelRequestedAt: Instant.nullable(),
}

/** One import of one artist. */
export const ImportRun = z.discriminatedUnion('status', [
  z.object({
    ...runShape,
    status: z.literal('running'),
    lease: z.object({ owner: z.string(), fence: z.int().positive(), expiresAt: Instant }),
  }),
  z.object({ ...runShape, status: z.literal('completed'), finishedAt: Instant }),
  z.object({ ...runShape, status: z.literal('completed-with-gaps'), finishedAt: Instant }),
  z.object({ ...runShape, status: z.literal('failed'), finishedAt: Instant, reason: z.string() }),
  z.object({ ...runShape, status: z.literal('cancelled'), finishedAt: Instant }),
])
export type ImportRun = z.infer<typeof ImportRun>

/** One step of a run's progress, numbered from 1 without gaps. */
export const ImportProgress = z.object({
  runId: EntityId,
  sequence: z.int().positive(),
  at: Instant,
  phase: ImportPhase,
  /** What is being done: `artist`, `shows`, `songs`, `setlists`, `link`, `done`. */
  step: z.string(),
  status: ImportStatus,
  /** Of the whole import, 0..100; never falls. */
  percent: z.number().min(0).max(100),
  counts: z.record(z.string(), z.int().nonnegative()),
  message: z.string(),
  /** Null while it cannot be told. */
  remainingMs: z.number().nonnegative().nullable(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

/** True when the account adds up and nothing is missing. */
export function isReconciled({ lines, gaps }: ImportLedger): boolean {
  return gaps.length === 0 && lines.every((line) => missingOf(line) === 0 && unaccountedOf(line) === 0)
}

/** Items the upstream has and we have not fetched. */
export const missingOf = (line: LedgerLine): number => Math.max(0, (line.expected ?? 0) - line.fetched)

/** Items fetched that are neither stored nor skipped for a reason: always 0, or the account is wrong. */
export function unaccountedOf(line: LedgerLine): number {
  return line.fetched - line.stored - Object.values(line.skipped).reduce((sum, count) => sum + count, 0)
}
