import assert from 'node:assert/strict'
import { minutes } from '../../core/duration.ts'
import type { ImportLedger } from '../../domain/import-run.ts'
import { artistDraft, progressDraft } from '../builders.ts'
import type { Test } from '../harness.ts'
import { beginRun } from '../imports.ts'
import { after, noon } from '../instants.ts'
import { atOnce, countBy, distinct } from '../many.ts'

const leaseMs = minutes(1)
const expiry = after(noon, leaseMs)
const ledger: ImportLedger = { lines: [], gaps: [] }
const step = { phase: 'shows', checkpoint: {}, ledger, at: noon } as const

export function racingImports(test: Test): void {
  test('of many who begin one subject one does', async (storage) => {
    const begun = await atOnce(10, (index) =>
      storage.imports.begin({
        subject: 'name:Velvet Harbor',
        reference: { name: 'Velvet Harbor' },
        lease: { owner: `worker ${index}`, at: noon, leaseMs },
      }),
    )
    assert.deepEqual(
      countBy(begun, ({ status }) => status),
      { begun: 1, 'already-running': 9 },
    )
    assert.equal(distinct(begun.map(({ run }) => run.id)).length, 1)
    assert.equal((await storage.imports.list({})).items.length, 1)
  })

  test('of runs of one artist under other names one is left', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const runs = await atOnce(6, (index) => beginRun(storage, `name ${index}`))
    const attached = await Promise.all(
      runs.map((run) => storage.imports.attach({ ...run, artistId: artist.id })),
    )
    assert.deepEqual(
      countBy(attached, ({ status }) => status),
      { begun: 1, 'already-running': 5 },
    )
    const { items } = await storage.imports.list({})
    assert.deepEqual(
      items.map(({ artistId }) => artistId),
      [artist.id],
    )
    for (const each of attached) assert.equal('run' in each && each.run.id, items[0]?.id)
  })

  test('an expired lease goes to one of many who ask', async (storage) => {
    const { runId } = await beginRun(storage)
    const asked = await atOnce(10, (index) =>
      storage.imports.lease({ runId, lease: { owner: `worker ${index}`, at: expiry, leaseMs } }),
    )
    assert.deepEqual(
      countBy(asked, ({ status }) => status),
      { leased: 1, held: 9 },
    )
    const run = await storage.imports.find(runId)
    assert.equal(run?.status === 'running' && run.lease.fence, 2)
  })

  test('a renewal and a take-over at once leave one owner', async (storage) => {
    const { runId, fence } = await beginRun(storage)
    const [renewed, taken] = await Promise.all([
      storage.imports.lease({ runId, fence, lease: { owner: 'old', at: expiry, leaseMs } }),
      storage.imports.lease({ runId, lease: { owner: 'new', at: expiry, leaseMs } }),
    ])
    assert.deepEqual(
      countBy([renewed, taken], ({ status }) => status),
      { leased: 1, held: 1 },
    )
  })

  test('progress has no gaps and no doubles when steps are stored at once', async (storage) => {
    const write = await beginRun(storage)
    await atOnce(20, (index) =>
      storage.imports.checkpoint({
        ...write,
        ...step,
        checkpoint: { [`task ${index}`]: index },
        progress: [0, 1, 2].map((part) => progressDraft({ message: `${index}.${part}` })),
      }),
    )
    const steps = await storage.imports.progressAfter({ runId: write.runId, sequence: 0 })
    assert.deepEqual(
      steps.map(({ sequence }) => sequence),
      Array.from({ length: 60 }, (_, index) => index + 1),
    )
    assert.equal(distinct(steps.map(({ message }) => message)).length, 60)
    for (let index = 0; index < 60; index += 3) {
      const call = steps[index]?.message.split('.')[0]
      const parts = steps.slice(index, index + 3).map(({ message }) => message)
      assert.deepEqual(parts, [`${call}.0`, `${call}.1`, `${call}.2`])
    }
    const run = await storage.imports.find(write.runId)
    assert.equal(Object.keys(run?.checkpoint ?? {}).length, 20)
  })

  test('who loses a lease in the middle of work writes nothing after it', async (storage) => {
    const old = await beginRun(storage)
    const { runId } = old
    const working = atOnce(20, (index) =>
      storage.imports.checkpoint({
        ...old,
        ...step,
        checkpoint: { old: index },
        progress: [progressDraft({ message: 'old' })],
      }),
    )
    const taken = await storage.imports.lease({ runId, lease: { owner: 'new', at: expiry, leaseMs } })
    assert.ok(taken.status === 'leased')
    const known = await storage.imports.progressAfter({ runId, sequence: 0 })
    const outcomes = await working
    const stored = outcomes.filter(({ status }) => status === 'stored').length
    assert.equal(known.length, stored)
    assert.deepEqual(await storage.imports.progressAfter({ runId, sequence: 0 }), known)
    const run = await storage.imports.find(runId)
    assert.deepEqual(run, taken.run)
  })

  test('a run that many end at once ends once, with one last step', async (storage) => {
    const write = await beginRun(storage)
    const ends = await atOnce(8, (index) =>
      storage.imports.finish({
        ...write,
        outcome: index % 2 === 0 ? { status: 'completed' } : { status: 'failed', reason: String(index) },
        ledger: step.ledger,
        progress: progressDraft({ message: String(index) }),
        at: noon,
      }),
    )
    assert.deepEqual(
      countBy(ends, ({ status }) => status),
      { finished: 1, 'lease-lost': 7 },
    )
    assert.equal((await storage.imports.progressAfter({ runId: write.runId, sequence: 0 })).length, 1)
  })
}
