import assert from 'node:assert/strict'
import { hours, minutes } from '../core/duration.ts'
import type { JobOutcome } from '../storage/job-store.ts'
import { refused } from './assertions.ts'
import type { Test } from './harness.ts'
import { after, never, noon } from './instants.ts'
import { claim, failed, leaseMs, request, succeeded } from './job-claims.ts'

export function jobs(test: Test): void {
  test('gives a slot to one, and tells others who holds it', async (storage) => {
    const claimed = await storage.jobs.claimSlot(request)
    assert.ok(claimed.status === 'claimed')
    assert.deepEqual(claimed.run, {
      id: claimed.run.id,
      job: 'sync',
      slotAt: noon,
      startedAt: noon,
      owner: 'one',
      fence: 1,
      trigger: 'schedule',
      progress: null,
      peakMemoryBytes: null,
      cancelRequestedAt: null,
      status: 'running',
      leaseExpiresAt: after(noon, leaseMs),
    })
    const other = await storage.jobs.claimSlot({
      ...request,
      owner: 'two',
      trigger: 'http',
      at: after(noon, 1),
    })
    assert.deepEqual(other, { status: 'held', run: claimed.run })
    await claim(storage, { job: 'other' })
    await claim(storage, { slotAt: after(noon, 1) })
  })

  test('a slot that has run is done', async (storage) => {
    const key = await claim(storage)
    const at = after(noon, minutes(2))
    assert.equal(await storage.jobs.close({ ...key, at, outcome: succeeded }), 'closed')
    const again = await storage.jobs.claimSlot({ ...request, at: after(noon, hours(9)) })
    assert.ok(again.status === 'done')
    assert.deepEqual(again.run, {
      id: key.runId,
      job: 'sync',
      slotAt: noon,
      startedAt: noon,
      owner: 'one',
      fence: 1,
      trigger: 'schedule',
      progress: null,
      peakMemoryBytes: null,
      cancelRequestedAt: null,
      status: 'succeeded',
      counts: { artists: 3 },
      finishedAt: at,
    })
    const failing = await claim(storage, { job: 'failing' })
    await storage.jobs.close({ ...failing, at, outcome: failed })
    const ended = await storage.jobs.claimSlot({ ...request, job: 'failing', at })
    assert.ok(ended.status === 'done' && ended.run.status === 'failed')
    assert.equal(ended.run.error, 'No answer')
  })

  test('a slot whose lease has expired goes to the next, and its dead owner cannot write', async (storage) => {
    const old = await claim(storage)
    const expiry = after(noon, leaseMs)
    const held = await storage.jobs.claimSlot({ ...request, owner: 'two', at: after(expiry, -1) })
    assert.equal(held.status, 'held')
    const taken = await storage.jobs.claimSlot({ ...request, owner: 'two', trigger: 'cli', at: expiry })
    assert.ok(taken.status === 'claimed')
    const { id, fence, owner, trigger, startedAt } = taken.run
    assert.deepEqual([id, fence, owner, trigger, startedAt], [old.runId, 2, 'two', 'cli', expiry])
    assert.equal(await storage.jobs.heartbeat({ ...old, at: expiry, leaseMs }), 'lease-lost')
    assert.equal(await storage.jobs.close({ ...old, at: expiry, outcome: succeeded }), 'lease-lost')
    assert.deepEqual(await storage.jobs.recent({}), [taken.run])
    assert.equal(await storage.jobs.close({ ...old, fence: 2, at: expiry, outcome: succeeded }), 'closed')
    assert.equal(await storage.jobs.close({ ...old, fence: 2, at: expiry, outcome: succeeded }), 'lease-lost')
    assert.equal(await storage.jobs.heartbeat({ ...old, fence: 2, at: expiry, leaseMs }), 'lease-lost')
    const unknown = { runId: 'unknown', fence: 1, at: noon }
    assert.equal(await storage.jobs.heartbeat({ ...unknown, leaseMs }), 'lease-lost')
    assert.equal(await storage.jobs.close({ ...unknown, outcome: succeeded }), 'lease-lost')
  })

  test('a heartbeat extends the lease', async (storage) => {
    const key = await claim(storage)
    const at = after(noon, minutes(5))
    assert.equal(await storage.jobs.heartbeat({ ...key, at, leaseMs }), 'extended')
    assert.equal((await storage.jobs.claimSlot({ ...request, at: after(at, leaseMs - 1) })).status, 'held')
    assert.equal((await storage.jobs.claimSlot({ ...request, at: after(at, leaseMs) })).status, 'claimed')
  })

  test('a deferred slot can be claimed again when its time has come', async (storage) => {
    const key = await claim(storage)
    const retryAt = after(noon, hours(6))
    await storage.jobs.close({
      ...key,
      at: noon,
      outcome: { status: 'deferred', counts: { done: 1 }, retryAt },
    })
    const early = await storage.jobs.claimSlot({ ...request, at: after(retryAt, -1) })
    assert.ok(early.status === 'done' && early.run.status === 'deferred')
    assert.deepEqual(early.run.retryAt, retryAt)
    assert.deepEqual(await claim(storage, { at: retryAt }), { runId: key.runId, fence: 2 })
  })

  test('a paused job gives no slot, and goes on afterwards', async (storage) => {
    const pause = (paused: boolean) => storage.jobs.pause({ job: 'sync', paused, at: noon })
    const key = await claim(storage)
    assert.deepEqual(await storage.jobs.pausedJobs(), [])
    await pause(true)
    await pause(true)
    await storage.jobs.pause({ job: 'another', paused: true, at: noon })
    assert.deepEqual(await storage.jobs.pausedJobs(), ['another', 'sync'])
    assert.deepEqual(await storage.jobs.claimSlot(request), { status: 'paused' })
    assert.deepEqual(await storage.jobs.claimSlot({ ...request, slotAt: after(noon, 1) }), {
      status: 'paused',
    })
    await claim(storage, { job: 'other' })
    assert.equal(await storage.jobs.close({ ...key, at: noon, outcome: succeeded }), 'closed')
    await pause(false)
    assert.deepEqual(await storage.jobs.pausedJobs(), ['another'])
    assert.equal((await storage.jobs.claimSlot(request)).status, 'done')
    await claim(storage, { slotAt: after(noon, 1) })
  })

  test('shows recent runs, the latest slot first', async (storage) => {
    for (const minute of [2, 0, 1]) {
      await claim(storage, { slotAt: after(noon, minutes(minute)), job: minute === 1 ? 'other' : 'sync' })
    }
    const slots = async (query: { job?: string; limit?: number }) =>
      (await storage.jobs.recent(query)).map(({ slotAt }) => (slotAt.getTime() - noon.getTime()) / minutes(1))
    assert.deepEqual(await slots({}), [2, 1, 0])
    assert.deepEqual(await slots({ job: 'sync' }), [2, 0])
    assert.deepEqual(await slots({ limit: 1 }), [2])
    assert.deepEqual(await slots({ job: 'unknown' }), [])
    await refused(
      () => storage.jobs.recent({ limit: 0 }),
      () => storage.jobs.recent({ limit: 1001 }),
    )
  })

  test('sums what finished since then, and counts failures in a row', async (storage) => {
    const run = async (minute: number, durationMs: number, outcome: JobOutcome, job = 'sync') => {
      const at = after(noon, minutes(minute))
      const key = await claim(storage, { job, slotAt: at, at })
      await storage.jobs.close({ ...key, at: after(at, durationMs), outcome })
    }
    const none = { runs: 0, failed: 0, meanMs: null, maxMs: null, lastStatus: null, failuresInARow: 0 }
    assert.deepEqual(await storage.jobs.metrics({ job: 'sync', since: noon }), none)
    await run(0, 1000, failed)
    await run(1, 1000, succeeded)
    await run(2, 2000, failed)
    await run(3, 3000, { status: 'cancelled', counts: {} })
    await run(4, 6000, failed)
    await run(5, 9000, failed, 'other')
    await claim(storage, { slotAt: after(noon, minutes(6)), at: after(noon, minutes(6)) })
    assert.deepEqual(await storage.jobs.metrics({ job: 'sync', since: noon }), {
      runs: 5,
      failed: 3,
      meanMs: 2600,
      maxMs: 6000,
      lastStatus: 'failed',
      failuresInARow: 2,
    })
    const since = after(noon, minutes(4) + 6000)
    const last = { runs: 1, failed: 1, meanMs: 6000, maxMs: 6000, lastStatus: 'failed', failuresInARow: 2 }
    assert.deepEqual(await storage.jobs.metrics({ job: 'sync', since }), last)
    assert.deepEqual(await storage.jobs.metrics({ job: 'sync', since: after(since, 1) }), {
      ...none,
      failuresInARow: 2,
    })
    await run(7, 1, succeeded)
    assert.equal((await storage.jobs.metrics({ job: 'sync', since: noon })).failuresInARow, 0)
  })

  test('refuses requests that cannot be meant', async (storage) => {
    const key = await claim(storage)
    const other = { ...request, slotAt: after(noon, 1) }
    const progress = { done: 1, total: 2, message: 'One of two' }
    await refused(
      () => storage.jobs.claimSlot({ ...other, job: '' }),
      () => storage.jobs.claimSlot({ ...other, owner: '' }),
      () => storage.jobs.claimSlot({ ...other, slotAt: never }),
      () => storage.jobs.claimSlot({ ...other, at: never }),
      () => storage.jobs.claimSlot({ ...other, leaseMs: 0 }),
      () => storage.jobs.heartbeat({ ...key, at: never, leaseMs }),
      () => storage.jobs.heartbeat({ ...key, at: noon, leaseMs: -1 }),
      () => storage.jobs.close({ ...key, at: never, outcome: succeeded }),
      () =>
        storage.jobs.close({ ...key, at: noon, outcome: { status: 'succeeded', counts: { x: Number.NaN } } }),
      () => storage.jobs.metrics({ job: 'sync', since: never }),
      () =>
        storage.jobs.heartbeat({ ...key, at: noon, leaseMs, progress: { ...progress, done: Number.NaN } }),
      () => storage.jobs.heartbeat({ ...key, at: noon, leaseMs, progress: { ...progress, message: '\0' } }),
      () => storage.jobs.heartbeat({ ...key, at: noon, leaseMs, peakMemoryBytes: -1 }),
      () => storage.jobs.checkpoint({ ...key, at: never, value: 1 }),
      () => storage.jobs.checkpoint({ ...key, at: noon, value: Number.NaN }),
      () => storage.jobs.checkpoint({ ...key, at: noon, value: { text: '\ud800' } }),
      () => storage.jobs.cancel({ ...key, at: never }),
    )
    assert.equal((await storage.jobs.recent({})).length, 1)
  })
}
