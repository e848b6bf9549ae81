import { memoryStorage } from '@setvote/adapter-memory'
import { type AlertChannel, type AlertNotice, createMonitoring, hours, minutes } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { describeServers } from '../support/servers.ts'

const noon = '2026-11-21T12:00:00Z'
const leaseMs = minutes(5)

/** Monitors of as many processes over one storage, and everything that they told. */
function openMonitors(storages: readonly Storage[], clock: FakeClock) {
  const notices: AlertNotice[] = []
  const channel: AlertChannel = {
    name: 'people',
    async send(notice) {
      notices.push(notice)
    },
  }
  const expectations = [{ job: 'sync', everyMs: hours(1) }]
  const monitors = storages.map((storage) =>
    createMonitoring({ storage, clock, channels: [channel], expectations }),
  )
  return { notices, everybody: () => Promise.all(monitors.map((monitor) => monitor.evaluate())) }
}

async function runOnce(storage: Storage, clock: FakeClock, error: string | null): Promise<void> {
  const at = clock.now()
  const claim = await storage.jobs.claimSlot({
    ...{ job: 'sync', slotAt: at, at, owner: 'one', trigger: 'schedule', leaseMs },
  })
  if (claim.status !== 'claimed') throw new Error(claim.status)
  const key = { runId: claim.run.id, fence: claim.run.fence }
  const outcome = error === null ? { status: 'succeeded' as const } : { status: 'failed' as const, error }
  await storage.jobs.close({ ...key, at, outcome: { ...outcome, counts: {} } })
}

function promises(
  open: (clock: FakeClock) => Promise<{ storages: Storage[]; close(): Promise<void> }>,
): void {
  it('many monitors at once tell late, missed and over once each', async () => {
    const clock = fakeClock(noon)
    const { storages, close } = await open(clock)
    try {
      const { notices, everybody } = openMonitors(storages, clock)
      await everybody()
      for (const minute of [60, 2, 1, 4, 1, 30]) {
        await clock.advance(minutes(minute))
        await everybody()
      }
      await runOnce(storages[0]!, clock, null)
      await everybody()
      await everybody()
      expect(notices.map(({ kind }) => kind)).toEqual(['opened', 'escalated', 'recovered'])
      expect(await storages[0]!.settings.list('monitoring:alert:')).toEqual([])
    } finally {
      await close()
    }
  })

  it('three failures in a row, then a success', async () => {
    const clock = fakeClock(noon)
    const { storages, close } = await open(clock)
    try {
      const { notices, everybody } = openMonitors(storages, clock)
      for (const error of ['one', 'two', 'three', null]) {
        await clock.advance(minutes(10))
        await runOnce(storages[0]!, clock, error)
        await everybody()
      }
      expect(notices.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual([
        'opened failures-in-a-row',
        'recovered failures-in-a-row',
      ])
      expect(notices[0]?.details.Error).toBe('three')
    } finally {
      await close()
    }
  })

  it('work of the app’s own shows in health', async () => {
    const clock = fakeClock(noon)
    const { storages, close } = await open(clock)
    try {
      const [storage] = storages
      const monitoring = createMonitoring({ storage: storage!, clock })
      await monitoring.withMonitoring('newsletter', ({ count }) => count('mails', 3))
      const failing = monitoring.withMonitoring('newsletter', () => Promise.reject(new Error('no')))
      await failing.catch(() => {})
      const { status, jobs } = await monitoring.health()
      expect([status, jobs.map(({ job }) => job)]).toEqual(['healthy', ['newsletter']])
      expect(jobs[0]).toMatchObject({ status: 'failing', metrics: { runs: 2, failed: 1, errorRate: 0.5 } })
    } finally {
      await close()
    }
  })
}

describe('alerts on memory', () => {
  promises(async (clock) => {
    const storage = memoryStorage({ clock })
    return { storages: Array.from({ length: 4 }, () => storage), close: () => storage.close() }
  })
})

describeServers('alerts', (database) => {
  promises(async (clock) => {
    const storage = await database.open({ clock })
    return { storages: Array.from({ length: 4 }, () => storage), close: () => storage.close() }
  })
})
