import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/core/logger.ts'
import type { ImportRun } from '../../../src/domain/import-run.ts'
import { emptyLedger } from '../../../src/importing/ledger.ts'
import { createRunRecord } from '../../../src/importing/runs/run-record.ts'
import type { EventBus } from '../../../src/realtime/event-bus.ts'
import { inProcessEventBus } from '../../../src/realtime/in-process-event-bus.ts'
import type { ImportStore, ProgressDraft } from '../../../src/storage/import-store.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const clock = fakeClock('2026-11-21T12:00:00Z')

const run: ImportRun = {
  id: 'run_1',
  subject: 'name:velvet harbor',
  reference: { name: 'Velvet Harbor' },
  artistId: null,
  phase: 'artist',
  ledger: emptyLedger,
  checkpoint: {},
  startedAt: clock.now(),
  updatedAt: clock.now(),
  cancelRequestedAt: null,
  status: 'running',
  lease: { owner: 'one', fence: 1, expiresAt: clock.now() },
}

/** The record of a run whose store keeps the steps that it is given, and answers as told. */
function recordOf({
  bus = inProcessEventBus(),
  answer = () => ({ status: 'stored', cancelRequested: false }) as const,
  reported = 0,
}: {
  readonly bus?: EventBus
  readonly answer?: () => Awaited<ReturnType<ImportStore['checkpoint']>>
  readonly reported?: number
} = {}) {
  const steps: ProgressDraft[] = []
  const warnings: string[] = []
  const imports: Partial<ImportStore> = {
    async checkpoint({ progress }) {
      steps.push(...progress)
      return answer()
    },
    async finish({ progress, outcome }) {
      steps.push(progress)
      return { status: 'finished', run: { ...run, ...outcome, finishedAt: clock.now() } as ImportRun }
    },
  }
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) }
  const record = createRunRecord({ imports: imports as ImportStore, bus, clock, logger }, run, 1, reported)
  const journal = record.journalOf('setlists', {
    signal: new AbortController().signal,
    lane: 'background',
  })
  return { record, journal, steps, warnings }
}

const page = (fetched: number) => ({
  position: { next: '2' },
  entries: [{ kind: 'setlists', service: 'setlistfm', expected: 100, fetched, stored: fetched } as const],
})

describe('the record of a run', () => {
  it('goes on when nobody can be told of its progress', async () => {
    const bus: EventBus = {
      publish: () => Promise.reject(new Error('the bus is gone')),
      subscribe: () => () => {},
    }
    const { record, journal, steps, warnings } = recordOf({ bus })
    await journal.advance(page(20))
    const { status } = await record.finish({ status: 'completed' }, 'done')
    expect([status, steps.length, warnings.length]).toEqual(['completed', 2, 2])
  })

  it('keeps its steps in their order when parts write at the same time', async () => {
    const { journal, steps } = recordOf()
    await Promise.all([journal.advance(page(20)), journal.advance(page(20)), journal.advance(page(20))])
    expect(steps.map(({ message }) => message)).toEqual([
      '20 of 100 setlists read',
      '40 of 100 setlists read',
      '60 of 100 setlists read',
    ])
  })

  it('never reports less than was reported before', async () => {
    const { record, journal, steps } = recordOf({ reported: 60 })
    await journal.advance(page(20))
    await record.finish({ status: 'failed', reason: 'not-found' }, 'gone')
    expect(steps.map(({ percent }) => percent)).toEqual([60, 100])
  })

  it('stops when the run was cancelled, and when it belongs to another process', async () => {
    const cancelled = recordOf({ answer: () => ({ status: 'stored', cancelRequested: true }) })
    await expect(cancelled.journal.advance(page(1))).rejects.toMatchObject({ code: 'aborted' })
    const lost = recordOf({ answer: () => ({ status: 'lease-lost' }) })
    await expect(lost.journal.advance(page(1))).rejects.toMatchObject({ code: 'conflict' })
  })
})
