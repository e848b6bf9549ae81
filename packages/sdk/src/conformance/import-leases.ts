import assert from 'node:assert/strict'
import { minutes } from '../core/duration.ts'
import type { ImportLedger } from '../domain/import-run.ts'
import { artistDraft, progressDraft } from './builders.ts'
import type { Test } from './harness.ts'
import { beginRun } from './imports.ts'
import { after, noon } from './instants.ts'

const leaseMs = minutes(1)
const expiry = after(noon, leaseMs)
const by = (owner: string, at: Date) => ({ owner, at, leaseMs })
const ledger: ImportLedger = { lines: [], gaps: [] }
const step = { phase: 'shows', checkpoint: {}, ledger, progress: [], at: noon } as const

export function importLeases(test: Test): void {
  test('nobody takes over a run whose lease has not expired', async (storage) => {
    const { runId } = await beginRun(storage)
    const held = { status: 'held', expiresAt: expiry }
    assert.deepEqual(await storage.imports.lease({ runId, lease: by('two', noon) }), held)
    assert.deepEqual(await storage.imports.lease({ runId, lease: by('one', after(expiry, -1)) }), held)
    assert.deepEqual(await storage.imports.lease({ runId: 'unknown', lease: by('two', expiry) }), {
      status: 'not-found',
    })
  })

  test('a lease that has expired goes to who asks, with a higher fence', async (storage) => {
    const { runId } = await beginRun(storage)
    const taken = await storage.imports.lease({ runId, lease: by('two', expiry) })
    assert.equal(taken.status, 'leased')
    const run = await storage.imports.find(runId)
    assert.deepEqual(taken, { status: 'leased', fence: 2, run })
    assert.deepEqual(run?.status === 'running' && run.lease, {
      owner: 'two',
      fence: 2,
      expiresAt: after(expiry, leaseMs),
    })
  })

  test('its owner renews a lease by its fence, also after it has expired', async (storage) => {
    const { runId, fence } = await beginRun(storage)
    const renew = async (at: Date) => {
      const renewed = await storage.imports.lease({ runId, fence, lease: by('one', at) })
      const run = await storage.imports.find(runId)
      assert.deepEqual(renewed, { status: 'leased', fence: 1, run })
      return run?.status === 'running' ? run.lease.expiresAt : null
    }
    assert.deepEqual(await renew(after(noon, 1000)), after(noon, leaseMs + 1000))
    assert.deepEqual(await renew(after(noon, minutes(10))), after(noon, minutes(11)))
  })

  test('who lost a lease cannot renew it, nor write', async (storage) => {
    const { entity: artist } = await storage.artists.save(artistDraft())
    const old = await beginRun(storage)
    const { runId } = old
    await storage.imports.checkpoint({
      ...old,
      ...step,
      checkpoint: { shows: 1 },
      progress: [progressDraft()],
    })
    await storage.imports.lease({ runId, lease: by('two', expiry) })
    const truth = await storage.imports.find(runId)

    const lost = { status: 'lease-lost' }
    const late = { ...step, checkpoint: { shows: 99 }, progress: [progressDraft({ message: 'late' })] }
    assert.deepEqual(await storage.imports.checkpoint({ ...old, ...late }), lost)
    assert.deepEqual(await storage.imports.attach({ ...old, artistId: artist.id }), lost)
    const end = {
      outcome: { status: 'completed' },
      ledger: step.ledger,
      progress: progressDraft(),
      at: noon,
    } as const
    assert.deepEqual(await storage.imports.finish({ ...old, ...end }), lost)
    const held = { status: 'held', expiresAt: after(expiry, leaseMs) }
    assert.deepEqual(await storage.imports.lease({ ...old, lease: by('one', expiry) }), held)
    assert.deepEqual(
      await storage.imports.lease({ ...old, lease: by('one', after(expiry, minutes(9))) }),
      held,
    )
    assert.deepEqual(await storage.imports.checkpoint({ runId, fence: 3, ...late }), lost)

    assert.deepEqual(await storage.imports.find(runId), truth)
    assert.equal((await storage.imports.progressAfter({ runId, sequence: 0 })).length, 1)
  })

  test('a successor goes on from the checkpoint, and numbers on', async (storage) => {
    const old = await beginRun(storage)
    const { runId } = old
    await storage.imports.checkpoint({
      ...old,
      ...step,
      checkpoint: { shows: 7 },
      progress: [progressDraft()],
    })
    const taken = await storage.imports.lease({ runId, lease: by('two', expiry) })
    assert.ok(taken.status === 'leased')
    assert.deepEqual(taken.run.checkpoint, { shows: 7 })
    await storage.imports.checkpoint({ runId, fence: taken.fence, ...step, progress: [progressDraft()] })
    const steps = await storage.imports.progressAfter({ runId, sequence: 0 })
    assert.deepEqual(
      steps.map(({ sequence }) => sequence),
      [1, 2],
    )
  })

  test('an expired lease that nobody has taken over still writes', async (storage) => {
    const write = await beginRun(storage)
    const late = { ...step, at: after(expiry, minutes(5)) }
    assert.equal((await storage.imports.checkpoint({ ...write, ...late })).status, 'stored')
  })
}
