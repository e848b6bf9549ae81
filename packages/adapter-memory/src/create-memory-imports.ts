import {
  ArtistReference,
  type BeginOutcome,
  checkInstants,
  checkLimit,
  checkNames,
  checkPositive,
  checkSchema,
  checkWhole,
  ImportLedger,
  ImportProgress,
  type ImportRun,
  type ImportStore,
  InvalidInputError,
  type LeaseRequest,
  type ProgressDraft,
} from '@setvote/sdk/storage'
import { copyOf, takeIn } from './copy.ts'
import { toQueryName } from './cursor.ts'
import { pageOf, placeAt } from './page-of.ts'
import { addProgress, endRun, isLive, runsOfArtist } from './runs.ts'
import type { MemoryState, StoredRun } from './state.ts'

const lost = { status: 'lease-lost' } as const

export function createMemoryImports(state: MemoryState): ImportStore {
  const { runs, tables } = state

  /** The run, if it is live and this is its fence. */
  const writable = ({ runId, fence }: { readonly runId: string; readonly fence: number }) => {
    const stored = runs.get(runId)
    return stored && isLive(stored) && stored.fence === fence ? stored : null
  }
  const answer = ({ run }: StoredRun): ImportRun => copyOf(run)

  return {
    async begin({ subject, reference, lease }) {
      checkNames({ subject })
      checkSchema(ArtistReference, reference, 'reference')
      checkLease(lease)
      const running = [...runs.values()].find((stored) => isLive(stored) && stored.run.subject === subject)
      if (running) return { status: 'already-running', run: answer(running) }
      const { at } = lease
      const fence = 1
      const run: ImportRun = takeIn({
        id: state.newId('run'),
        subject,
        reference,
        artistId: null,
        phase: 'artist' as const,
        ledger: { lines: [], gaps: [] },
        checkpoint: {},
        startedAt: at,
        updatedAt: at,
        cancelRequestedAt: null,
        status: 'running' as const,
        lease: toLease(lease, fence),
      })
      const stored = { run, fence, progress: [] }
      runs.set(run.id, stored)
      return { status: 'begun', run: answer(stored), fence }
    },
    async attach({ artistId, ...write }): Promise<BeginOutcome | typeof lost> {
      const stored = writable(write)
      if (!stored) return lost
      if (!tables.artists.has(artistId)) throw new InvalidInputError(`There is no artist ${artistId}`)
      const other = runsOfArtist(state, artistId).find((each) => each !== stored && isLive(each))
      if (other) {
        runs.delete(stored.run.id)
        return { status: 'already-running', run: answer(other) }
      }
      stored.run = { ...stored.run, artistId }
      return { status: 'begun', run: answer(stored), fence: stored.fence }
    },
    async find(id) {
      const stored = runs.get(id)
      return stored ? answer(stored) : null
    },
    async list({ limit, cursor, ...query }) {
      const { artistId, statuses, leaseExpiredAt } = query
      checkInstants({ leaseExpiredAt })
      const rows = [...runs.values()]
        .filter(
          ({ run }) =>
            (artistId === undefined || run.artistId === artistId) &&
            (!statuses || statuses.includes(run.status)) &&
            (!leaseExpiredAt || (run.status === 'running' && run.lease.expiresAt <= leaseExpiredAt)),
        )
        .map((stored) => ({ place: placeAt(stored.run.startedAt, stored.run.id), stored }))
      const page = pageOf(
        toQueryName('runs', query),
        rows.map(({ place, stored }) => ({ place, item: stored })),
        { limit, cursor },
      )
      return { ...page, items: page.items.map(answer) }
    },
    async lease({ runId, fence, lease }) {
      checkLease(lease)
      const stored = runs.get(runId)
      if (!stored) return { status: 'not-found' }
      const { run } = stored
      if (run.status !== 'running') return { status: 'ended', run: answer(stored) }
      const { expiresAt } = run.lease
      const isOwn = fence === stored.fence
      if (!isOwn && (fence !== undefined || expiresAt > lease.at)) {
        return { status: 'held', expiresAt: new Date(expiresAt) }
      }
      if (!isOwn) stored.fence++
      stored.run = { ...run, lease: toLease(lease, stored.fence) }
      return { status: 'leased', run: answer(stored), fence: stored.fence }
    },
    async checkpoint({ phase, checkpoint, ledger, progress, at, ...write }) {
      checkInstants({ at })
      checkAccount(ledger, progress)
      const stored = writable(write)
      if (!stored) return lost
      const places = { ...stored.run.checkpoint, ...takeIn(checkpoint) }
      const account = takeIn(ledger)
      const steps = takeIn(progress)
      stored.run = { ...stored.run, phase, checkpoint: places, ledger: account, updatedAt: new Date(at) }
      for (const step of steps) addProgress(stored, step)
      return { status: 'stored', cancelRequested: stored.run.cancelRequestedAt !== null }
    },
    async cancel({ runId, at }) {
      checkInstants({ at })
      const stored = runs.get(runId)
      if (!stored) return null
      if (isLive(stored) && !stored.run.cancelRequestedAt) {
        stored.run = { ...stored.run, cancelRequestedAt: new Date(at) }
      }
      return answer(stored)
    },
    async progressAfter({ runId, sequence, limit }) {
      checkWhole('sequence', sequence)
      if (limit !== undefined) checkLimit(limit, Number.MAX_SAFE_INTEGER)
      const steps = runs.get(runId)?.progress ?? []
      return copyOf(steps.slice(sequence, limit === undefined ? undefined : sequence + limit))
    },
    async finish({ outcome, ledger, progress, at, ...write }) {
      checkInstants({ at })
      checkAccount(ledger, [progress])
      const stored = writable(write)
      if (!stored) return lost
      const account = takeIn(ledger)
      const step = takeIn(progress)
      const end = takeIn(outcome)
      stored.run = { ...stored.run, phase: step.phase, ledger: account }
      addProgress(stored, step)
      endRun(stored, end, new Date(at))
      return { status: 'finished', run: answer(stored) }
    },
  }
}

function checkAccount(ledger: ImportLedger, steps: readonly ProgressDraft[]): void {
  checkSchema(ImportLedger, ledger, 'ledger')
  for (const step of steps) checkSchema(ImportProgress, { ...step, runId: 'run', sequence: 1 }, 'progress')
}

function checkLease({ owner, at, leaseMs }: LeaseRequest): void {
  checkNames({ owner })
  checkInstants({ at })
  checkPositive('leaseMs', leaseMs)
}

const toLease = ({ owner, at, leaseMs }: LeaseRequest, fence: number) => ({
  owner,
  fence,
  expiresAt: new Date(at.getTime() + leaseMs),
})
