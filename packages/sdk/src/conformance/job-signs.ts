import assert from 'node:assert/strict'
import type { Storage } from '../storage/storage.ts'
import type { Test } from './harness.ts'
import { after, noon } from './instants.ts'
import { type Claim, claim, failed, leaseMs, request, succeeded } from './job-claims.ts'

export function jobSigns(test: Test): void {
  test('a run tells how far it is and what it needs, and what it leaves out stays', async (storage) => {
    const key = await claim(storage)
    const run = async () => (await storage.jobs.recent({}))[0]!
    const progress = { done: 3, total: null, message: 'Velvet Harbor is synced' }
    await storage.jobs.heartbeat({ ...key, at: noon, leaseMs, progress, peakMemoryBytes: 5_000_000_000 })
    await storage.jobs.heartbeat({ ...key, at: noon, leaseMs, peakMemoryBytes: 1000 })
    const { progress: told, peakMemoryBytes } = await run()
    assert.deepEqual([told, peakMemoryBytes], [progress, 5_000_000_000])
    const last = { done: 4, total: 4, message: 'Done' }
    await storage.jobs.close({ ...key, at: noon, outcome: failed, progress: last, peakMemoryBytes: 6e9 })
    const ended = await run()
    assert.deepEqual([ended.progress, ended.peakMemoryBytes], [last, 6e9])
  })

  test('a slot that is claimed again has told nothing yet', async (storage) => {
    const key = await claim(storage)
    await storage.jobs.cancel({ runId: key.runId, at: noon })
    await storage.jobs.close({
      ...key,
      at: noon,
      outcome: { status: 'deferred', counts: {}, retryAt: after(noon, leaseMs) },
      progress: { done: 1, total: 1, message: 'Half' },
      peakMemoryBytes: 7,
    })
    await claim(storage, { at: after(noon, leaseMs) })
    const [run] = await storage.jobs.recent({})
    assert.deepEqual([run?.progress, run?.peakMemoryBytes, run?.cancelRequestedAt], [null, null, null])
  })

  test('a checkpoint is where the next claim of its job goes on, until a run succeeds', async (storage) => {
    const claimWithCheckpoint = claiming(storage)
    const first = await claimWithCheckpoint({})
    assert.equal(first.checkpoint, null)
    const value = { cursor: 'art_7', done: [1, 2.5], note: 'Ünïcode', deep: { nothing: null, yes: true } }
    const save = { ...first.key, at: noon }
    assert.equal(await storage.jobs.checkpoint({ ...save, value: 'replaced' }), 'stored')
    assert.equal(await storage.jobs.checkpoint({ ...save, value }), 'stored')
    assert.equal((await claimWithCheckpoint({ job: 'other' })).checkpoint, null)

    const taken = await claimWithCheckpoint({ owner: 'two', at: after(noon, leaseMs) })
    assert.deepEqual(taken.checkpoint, value)
    assert.equal(await storage.jobs.checkpoint({ ...save, value: 'stale' }), 'lease-lost')
    await storage.jobs.close({ ...taken.key, at: noon, outcome: failed })
    assert.equal(await storage.jobs.checkpoint({ ...save, ...taken.key, value: 'late' }), 'lease-lost')

    const next = await claimWithCheckpoint({ slotAt: after(noon, 1) })
    assert.deepEqual(next.checkpoint, value)
    await storage.jobs.close({ ...next.key, at: noon, outcome: succeeded })
    assert.equal((await claimWithCheckpoint({ slotAt: after(noon, 2) })).checkpoint, null)
  })

  test('a checkpoint may be anything but nothing, which removes it', async (storage) => {
    const claimWithCheckpoint = claiming(storage)
    const { key } = await claimWithCheckpoint({})
    for (const [index, value] of [0, false, '', [], {}].entries()) {
      await storage.jobs.checkpoint({ ...key, at: noon, value })
      assert.deepEqual((await claimWithCheckpoint({ slotAt: after(noon, 1 + index) })).checkpoint, value)
    }
    await storage.jobs.checkpoint({ ...key, at: noon, value: null })
    assert.equal((await claimWithCheckpoint({ slotAt: after(noon, 100) })).checkpoint, null)
    const nobody = { runId: 'unknown', fence: 1, at: noon, value: 1 }
    assert.equal(await storage.jobs.checkpoint(nobody), 'lease-lost')
  })

  test('whoever is asked to stop hears of it at the next heartbeat', async (storage) => {
    const key = await claim(storage)
    const askedAt = after(noon, 1000)
    const asked = await storage.jobs.cancel({ runId: key.runId, at: askedAt })
    assert.deepEqual(asked?.cancelRequestedAt, askedAt)
    await storage.jobs.cancel({ runId: key.runId, at: after(noon, 2000) })
    const beat = { ...key, at: after(noon, 3000), leaseMs }
    assert.equal(await storage.jobs.heartbeat(beat), 'cancel-requested')
    assert.deepEqual((await storage.jobs.recent({}))[0]?.cancelRequestedAt, askedAt)
    const held = await storage.jobs.claimSlot({ ...request, at: after(noon, 3000 + leaseMs - 1) })
    assert.equal(held.status, 'held')

    const next = await claim(storage, { at: after(noon, 3000 + leaseMs) })
    assert.equal(await storage.jobs.heartbeat({ ...next, at: noon, leaseMs }), 'extended')
    await storage.jobs.close({ ...next, at: noon, outcome: succeeded })
    const ended = await storage.jobs.cancel({ runId: key.runId, at: noon })
    assert.deepEqual([ended?.status, ended?.cancelRequestedAt], ['succeeded', null])
    assert.equal(await storage.jobs.cancel({ runId: 'unknown', at: noon }), null)
  })
}

const claiming = (storage: Storage) => async (fields: Partial<Claim>) => {
  const claimed = await storage.jobs.claimSlot({ ...request, ...fields })
  assert.ok(claimed.status === 'claimed', claimed.status)
  const key = { runId: claimed.run.id, fence: claimed.run.fence }
  return { checkpoint: claimed.checkpoint, key }
}
