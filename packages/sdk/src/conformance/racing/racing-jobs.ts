import assert from 'node:assert/strict'
import { minutes } from '../../core/duration.ts'
import type { Test } from '../harness.ts'
import { after, noon } from '../instants.ts'
import { atOnce, countBy, distinct } from '../many.ts'

const leaseMs = minutes(1)
const expiry = after(noon, leaseMs)
const slot = { job: 'sync', slotAt: noon, trigger: 'schedule', at: noon, leaseMs } as const

export function racingJobs(test: Test): void {
  test('a slot goes to one of many who claim it, whatever triggers them', async (storage) => {
    const triggers = ['schedule', 'http', 'cli', 'database', 'api'] as const
    const claims = await atOnce(20, (index) =>
      storage.jobs.claimSlot({ ...slot, owner: `runner ${index}`, trigger: triggers[index % 5]! }),
    )
    assert.deepEqual(
      countBy(claims, ({ status }) => status),
      { claimed: 1, held: 19 },
    )
    assert.equal(distinct(claims.map((each) => 'run' in each && each.run.owner)).length, 1)
    assert.equal((await storage.jobs.recent({})).length, 1)
  })

  test('many slots at once go to one each', async (storage) => {
    const claims = await atOnce(60, (index) =>
      storage.jobs.claimSlot({
        ...slot,
        slotAt: after(noon, minutes(index % 12)),
        owner: `runner ${index % 5}`,
      }),
    )
    assert.deepEqual(
      countBy(claims, ({ status }) => status),
      { claimed: 12, held: 48 },
    )
    assert.equal((await storage.jobs.recent({})).length, 12)
  })

  test('an expired lease goes to one of many who claim it', async (storage) => {
    await storage.jobs.claimSlot({ ...slot, owner: 'dead' })
    const claims = await atOnce(10, (index) =>
      storage.jobs.claimSlot({ ...slot, owner: `runner ${index}`, at: expiry }),
    )
    assert.deepEqual(
      countBy(claims, ({ status }) => status),
      { claimed: 1, held: 9 },
    )
    assert.deepEqual(distinct(claims.map((each) => 'run' in each && each.run.fence)), [2])
  })

  test('a heartbeat or a take-over wins, never both', async (storage) => {
    const first = await storage.jobs.claimSlot({ ...slot, owner: 'slow' })
    assert.ok(first.status === 'claimed')
    const { id: runId, fence } = first.run
    const [beat, taken] = await Promise.all([
      storage.jobs.heartbeat({ runId, fence, at: expiry, leaseMs }),
      storage.jobs.claimSlot({ ...slot, owner: 'next', at: expiry }),
    ])
    assert.deepEqual(
      [beat, taken.status].sort(),
      beat === 'extended' ? ['extended', 'held'] : ['claimed', 'lease-lost'],
    )
  })

  test('a run that is closed many times at once is closed once', async (storage) => {
    const first = await storage.jobs.claimSlot({ ...slot, owner: 'one' })
    assert.ok(first.status === 'claimed')
    const { id: runId, fence } = first.run
    const closed = await atOnce(10, () =>
      storage.jobs.close({ runId, fence, at: noon, outcome: { status: 'succeeded', counts: {} } }),
    )
    assert.equal(closed.filter((answer) => answer === 'closed').length, 1)
  })
}
