import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../src/core/duration.ts'
import { hasCode, StorageError } from '../../src/core/errors.ts'
import type { AlertChannel } from '../../src/monitoring/alert-channel.ts'
import { createMonitoring } from '../../src/monitoring/create-monitoring.ts'
import type { MonitoringOptions } from '../../src/monitoring/monitoring-options.ts'
import type { AlertRule } from '../../src/monitoring/rules/alert-rule.ts'
import { countingIds } from '../../src/testing/counting-ids.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingChannel, recordingLogger } from './support/recording-channel.ts'
import { failed, noon, succeeded, upstream } from './support/runs.ts'
import { smallStorage } from './support/small-storage.ts'

const everyHour = { job: 'sync', everyMs: hours(1) }

function open(options: Partial<MonitoringOptions> = {}) {
  const clock = fakeClock(noon)
  const storage = smallStorage()
  const channel = recordingChannel()
  const logger = recordingLogger()
  const common = {
    storage,
    clock,
    logger,
    ids: countingIds(),
    channels: [channel],
    expectations: [everyHour],
  }
  const monitoring = createMonitoring({ ...common, ...options })
  return { clock, storage, channel, logger, monitoring, common }
}

describe('the dead-man’s switch', () => {
  it('tells late, then missed, then over: each once', async () => {
    const { clock, storage, channel, monitoring } = open()
    await monitoring.evaluate()
    for (let minute = 0; minute < 80; minute++) {
      await clock.advance(minutes(1))
      await monitoring.evaluate()
    }
    expect(channel.told()).toEqual(['opened: sync is late', 'escalated: sync has missed its run'])
    const startedAt = clock.now()
    storage.runs.unshift(succeeded(1000, { slotAt: startedAt, startedAt }))
    await monitoring.evaluate()
    await monitoring.evaluate()
    expect(channel.told()[2]).toBe('recovered: sync has missed its run')
    expect(channel.notices).toHaveLength(3)
    expect(new Set(channel.notices.map(({ key }) => key))).toEqual(new Set(['missed-run:sync']))
    expect([...storage.held.keys()]).toEqual(['monitoring:expected:sync'])
  })

  it('does not begin anew when the process does', async () => {
    const { clock, channel, monitoring, common } = open()
    await monitoring.evaluate()
    for (let restart = 0; restart < 3; restart++) {
      await clock.advance(minutes(25))
      await createMonitoring(common).evaluate()
    }
    expect(channel.told()).toEqual(['opened: sync has missed its run'])
  })

  it('begins anew after a pause and with another schedule', async () => {
    const { clock, storage, channel, monitoring, common } = open()
    await monitoring.evaluate()
    storage.paused = ['sync']
    await clock.advance(hours(5))
    await monitoring.evaluate()
    storage.paused = []
    await monitoring.evaluate()
    await clock.advance(minutes(59))
    await monitoring.evaluate()
    const other = createMonitoring({ ...common, expectations: [{ job: 'sync', everyMs: minutes(30) }] })
    await other.evaluate()
    expect(channel.told()).toEqual([])
    await clock.advance(minutes(40))
    await other.evaluate()
    expect(channel.told()).toEqual(['opened: sync has missed its run'])
  })
})

describe('an alert', () => {
  const failing = () => {
    const parts = open({ expectations: [] })
    parts.storage.runs.push(failed('Bearer abc.def at https://user:pw@db.example.org/x?token=1'))
    parts.storage.metrics = { ...parts.storage.metrics, failuresInARow: 3 }
    return parts
  }

  it('that stays is told again after a day, and costs few writes meanwhile', async () => {
    const { clock, storage, channel, monitoring } = failing()
    storage.runs[0] = failed('No answer', { startedAt: new Date(noon.getTime() + hours(20)) })
    for (let minute = 0; minute < 60 * 25; minute++) {
      await monitoring.evaluate()
      clock.advance(minutes(1))
    }
    expect(channel.told()).toEqual([
      'opened: sync has failed 3 times in a row',
      'reminder: sync has failed 3 times in a row',
    ])
    expect(storage.writes).toBeLessThan(400)
  })

  it('carries no secrets and addresses, whatever the job’s error quoted', async () => {
    const { channel, monitoring } = failing()
    await monitoring.evaluate()
    expect(JSON.stringify(channel.notices)).not.toMatch(/abc\.def|user:pw|db\.example/)
    expect(channel.notices[0]?.details.Error).toContain('[redacted]')
  })

  it('is told to every channel that works: one that fails, hangs or throws holds up none', async () => {
    const hanging: AlertChannel = { name: 'hanging', send: () => new Promise(() => {}) }
    const throwing: AlertChannel = {
      name: 'throwing',
      send: () => {
        throw new Error('https://hooks.example.org/secret-path refused')
      },
    }
    const good = recordingChannel('good')
    const { storage, logger, monitoring } = open({
      channels: [hanging, throwing, good],
      channelTimeoutMs: 30,
      expectations: [],
    })
    storage.runs.push(failed())
    storage.metrics = { ...storage.metrics, failuresInARow: 3 }
    const { sent, failed: failures } = await monitoring.evaluate()
    expect([sent, failures]).toEqual([1, 2])
    await monitoring.evaluate()
    expect(good.notices).toHaveLength(1)
    expect(logger.lines.filter((line) => line.includes('did not take'))).toHaveLength(4)
    expect(logger.lines.join()).not.toContain('secret-path')
  })

  it('is not lost when all channels were down, nor when it was over meanwhile', async () => {
    const { clock, storage, channel, monitoring } = failing()
    channel.failure = new Error('down')
    await monitoring.evaluate()
    await clock.advance(hours(30))
    storage.metrics = { ...storage.metrics, failuresInARow: 0 }
    await monitoring.evaluate()
    expect(channel.notices).toEqual([])
    channel.failure = null
    await clock.advance(minutes(1))
    await monitoring.evaluate()
    expect(channel.told()).toEqual([
      'opened: sync has failed 3 times in a row',
      'recovered: sync has failed 3 times in a row',
    ])
    expect(channel.notices[0]?.at).toEqual(noon)
    expect(storage.held.size).toBe(0)
  })

  it('that comes again is an alert of its own', async () => {
    const { clock, storage, channel, monitoring } = failing()
    for (const failuresInARow of [3, 0, 4, 0]) {
      storage.metrics = { ...storage.metrics, failuresInARow }
      await clock.advance(minutes(1))
      await monitoring.evaluate()
    }
    expect(channel.notices.map(({ kind }) => kind)).toEqual(['opened', 'recovered', 'opened', 'recovered'])
    expect(new Set(channel.notices.map(({ id }) => id)).size).toBe(4)
  })

  it('is told only to channels that want to hear of such', async () => {
    const clock = fakeClock(noon)
    const storage = smallStorage()
    const all = recordingChannel('all')
    const night = recordingChannel('night', 'critical')
    const monitoring = createMonitoring({ storage, clock, channels: [all, night], expectations: [everyHour] })
    await monitoring.evaluate()
    await clock.advance(hours(1) + minutes(2))
    await monitoring.evaluate()
    await clock.advance(minutes(10))
    await monitoring.evaluate()
    storage.runs.unshift(succeeded(1, { slotAt: clock.now(), startedAt: clock.now() }))
    await monitoring.evaluate()
    expect(all.notices.map(({ kind }) => kind)).toEqual(['opened', 'escalated', 'recovered'])
    expect(night.notices.map(({ kind }) => kind)).toEqual(['escalated', 'recovered'])
  })

  it('found by a process without channels is told by one that has some', async () => {
    const { storage, channel, monitoring, common } = failing()
    await createMonitoring({ ...common, channels: [], expectations: [] }).evaluate()
    expect(storage.held.size).toBe(1)
    await monitoring.evaluate()
    expect(channel.notices).toHaveLength(1)
  })

  it('whose teller died while telling is told by the next, after the claim', async () => {
    const { clock, channel, common, monitoring: next } = failing()
    const dying: AlertChannel = { name: 'test', send: () => new Promise(() => {}) }
    const timing = { channelTimeoutMs: hours(1), expectations: [] }
    void createMonitoring({ ...common, ...timing, channels: [dying] }).evaluate()
    await clock.advance(seconds(1))
    await new Promise((resolve) => setImmediate(resolve))
    await next.evaluate()
    expect(channel.notices).toEqual([])
    await clock.advance(hours(1) + minutes(6))
    await next.evaluate()
    expect(channel.notices).toHaveLength(1)
  })
})

describe('two processes', () => {
  it('that evaluate at once send one notice of each kind', async () => {
    const { clock, storage, channel, common } = open({ expectations: [] })
    const monitors = Array.from({ length: 5 }, () =>
      createMonitoring({ ...common, expectations: [everyHour] }),
    )
    const everybody = () => Promise.all(monitors.map((monitor) => monitor.evaluate()))
    await everybody()
    for (let minute = 0; minute < 75; minute++) {
      await clock.advance(minutes(1))
      await everybody()
    }
    storage.runs.unshift(succeeded(1, { slotAt: clock.now(), startedAt: clock.now() }))
    await everybody()
    await everybody()
    expect(channel.notices.map(({ kind }) => kind)).toEqual(['opened', 'escalated', 'recovered'])
  })

  it('with clocks 90 s apart do not contradict each other', async () => {
    const { clock, storage, channel, common } = open()
    const fast = { now: () => new Date(clock.now().getTime() + 90_000), sleep: clock.sleep }
    const monitors = [createMonitoring(common), createMonitoring({ ...common, clock: fast })]
    for (let minute = 0; minute < 80; minute++) {
      for (const monitor of monitors) await monitor.evaluate()
      await clock.advance(minutes(1))
    }
    storage.runs.unshift(succeeded(1, { slotAt: clock.now(), startedAt: clock.now() }))
    for (const monitor of [...monitors, ...monitors]) await monitor.evaluate()
    expect(channel.notices.map(({ kind }) => kind)).toEqual(['opened', 'escalated', 'recovered'])
  })

  it('of which one sees a service down and the other does not tell of it once, and of its end once', async () => {
    const { clock, channel, common } = open()
    let status: 'up' | 'down' = 'down'
    const seeing = createMonitoring({ ...common, diagnostics: async () => [upstream({ status })] })
    const blind = createMonitoring({ ...common, diagnostics: async () => [upstream()] })
    for (let minute = 0; minute < 15; minute++) {
      await seeing.evaluate()
      await blind.evaluate()
      await clock.advance(minutes(1))
    }
    expect(channel.told()).toEqual(['opened: spotify is down'])
    status = 'up'
    await blind.evaluate()
    await seeing.evaluate()
    expect(channel.told()[1]).toBe('recovered: spotify is down')
  })

  it('of which one found something and died: it is over when its word is old', async () => {
    const { clock, channel, common } = open()
    await createMonitoring({ ...common, diagnostics: async () => [upstream({ status: 'down' })] }).evaluate()
    const next = createMonitoring({ ...common, diagnostics: async () => [upstream()] })
    await clock.advance(minutes(9))
    await next.evaluate()
    expect(channel.notices).toHaveLength(1)
    await clock.advance(minutes(2))
    await next.evaluate()
    expect(channel.notices[1]?.kind).toBe('recovered')
  })
})

describe('what cannot be known', () => {
  it('ends no alert: services that cannot be asked, a rule that throws', async () => {
    let broken = false
    const moody: AlertRule = {
      name: 'moody',
      reads: 'jobs',
      find: () => {
        if (broken) throw new Error('no idea')
        return [{ rule: 'moody', subject: 'x', severity: 'warning', title: 'x is moody', details: {} }]
      },
    }
    const { clock, storage, channel, logger, common } = open()
    const { defaultRules } = await import('../../src/monitoring/rules/default-rules.ts')
    const diagnostics = async () => {
      if (broken) throw new Error('no idea')
      return [upstream({ status: 'down' })]
    }
    const monitoring = createMonitoring({ ...common, rules: [...defaultRules(), moody], diagnostics })
    await monitoring.evaluate()
    expect(channel.notices).toHaveLength(2)
    broken = true
    await clock.advance(hours(2))
    const { findings } = await monitoring.evaluate()
    expect(findings.map(({ rule }) => rule)).toEqual(['missed-run'])
    expect(channel.notices.map(({ kind }) => kind)).toEqual(['opened', 'opened', 'opened'])
    expect(logger.lines.filter((line) => line.includes('no idea'))).toHaveLength(2)
    const health = await monitoring.health()
    expect(health.upstreams).toBeNull()
    expect(storage.held.size).toBe(4)
  })

  it('is said of a storage that is away for more than a moment, and taken back when it is there again', async () => {
    const { clock, storage, channel, monitoring } = open()
    await monitoring.evaluate()
    storage.failure = new StorageError('connection to postgres://user:pw@db refused')
    expect((await monitoring.evaluate()).storage).toBe('down')
    expect(channel.notices).toEqual([])
    await clock.advance(minutes(1))
    const { findings } = await monitoring.evaluate()
    expect(findings.map(({ title }) => title)).toEqual(['The storage does not answer'])
    await monitoring.evaluate()
    expect(JSON.stringify(channel.notices)).not.toContain('pw@')
    const health = await monitoring.health()
    expect([health.status, health.storage.status]).toEqual(['unhealthy', 'down'])
    storage.failure = null
    await monitoring.evaluate()
    expect(channel.notices.map(({ kind }) => kind)).toEqual(['opened', 'recovered'])
  })
})

describe('health', () => {
  it('sees a dead scheduler, though nobody evaluates: writing and telling nothing', async () => {
    const { clock, storage, channel, monitoring } = open()
    await monitoring.evaluate()
    storage.runs.push(succeeded(1000))
    const { writes } = storage
    expect(await monitoring.health()).toMatchObject({
      status: 'healthy',
      jobs: [{ job: 'sync', status: 'ok' }],
    })
    await clock.advance(hours(1) + minutes(3))
    expect(await monitoring.health()).toMatchObject({ status: 'degraded', jobs: [{ status: 'late' }] })
    await clock.advance(hours(3))
    const health = await monitoring.health()
    expect(health).toMatchObject({
      status: 'unhealthy',
      storage: { status: 'up', error: null },
      jobs: [
        {
          job: 'sync',
          status: 'missed',
          lastRun: { status: 'succeeded' },
          nextDueAt: new Date(noon.getTime() + hours(1)),
        },
      ],
      findings: [{ rule: 'missed-run', severity: 'critical' }],
    })
    expect(health.storage.latencyMs).toBeGreaterThanOrEqual(0)
    expect([storage.writes, channel.attempts]).toEqual([writes, 0])
  })

  it('is a report for people', async () => {
    const { storage, monitoring } = open({
      diagnostics: async () => [upstream({ status: 'down', latencyMs: null })],
    })
    storage.runs.push(failed('a | b'))
    storage.metrics = {
      ...storage.metrics,
      runs: 8,
      failed: 3,
      meanMs: 1500,
      maxMs: 61_000,
      failuresInARow: 3,
    }
    await monitoring.evaluate()
    const report = await monitoring.report()
    expect(report).toContain('# Something is broken')
    expect(report).toContain('- **critical** sync has failed 3 times in a row')
    expect(report).toContain(
      '| sync | failing | 2026-11-21 12:00:00 UTC (failed) | 2026-11-21 13:00:00 UTC | 8 | 37.5 % | 1.5 s | 1 min |',
    )
    expect(report).toContain('| spotify | down | – | 4000 of 5000 |')
    expect(report).toContain('(since 2026-11-21 12:00:00 UTC)')
  })
})

describe('the history of health', () => {
  it('has a sample of every part now and then', async () => {
    const { clock, storage, monitoring } = open({
      diagnostics: async () => [upstream({ status: 'cooling-down', latencyMs: 12 })],
    })
    for (let minute = 0; minute < 70; minute++) {
      await monitoring.evaluate()
      await clock.advance(minutes(1))
    }
    const of = (component: string) => storage.samples.filter((sample) => sample.component === component)
    expect(of('spotify')).toHaveLength(14)
    expect(of('spotify')[0]).toMatchObject({ at: noon, status: 'degraded', latencyMs: 12 })
    expect(of('storage').every(({ status, latencyMs }) => status === 'healthy' && latencyMs !== null)).toBe(
      true,
    )
    expect(of('jobs').map(({ status }) => status)).toEqual([...Array(13).fill('healthy'), 'degraded'])
    expect(of('jobs').at(-1)?.detail).toBe('sync is late')
  })

  it('is no reason to fail, and can be left out', async () => {
    const { storage, channel, logger, common } = open()
    const broken = { ...storage, ops: { recordHealth: () => Promise.reject(new Error('disk full')) } }
    const diagnostics = async () => [upstream({ status: 'down' })]
    expect((await createMonitoring({ ...common, storage: broken, diagnostics }).evaluate()).storage).toBe(
      'up',
    )
    expect(channel.told()).toEqual(['opened: spotify is down'])
    expect(logger.lines.join()).toContain('disk full')
    await createMonitoring({ ...common, sampleEveryMs: null }).evaluate()
    expect(storage.samples).toEqual([])
  })
})

it('watches until it is told to stop', async () => {
  const { clock, channel, monitoring } = open()
  const stop = new AbortController()
  const watching = monitoring.watch({ signal: stop.signal })
  await clock.advance(0)
  for (let minute = 0; minute < 70; minute++) await clock.advance(minutes(1))
  expect(channel.told()).toEqual(['opened: sync is late', 'escalated: sync has missed its run'])
  stop.abort()
  await watching
  clock.assertIdle()
})

it('refuses options that cannot be meant', () => {
  const storage = smallStorage()
  for (const options of [
    {},
    { storage, windowMs: 0 },
    { storage, channelTimeoutMs: Number.NaN },
    { storage, remindAfterMs: -1 },
    { storage, channels: [recordingChannel('a'), recordingChannel('a')] },
    { storage, channels: [recordingChannel('')] },
  ]) {
    expect(() => createMonitoring(options as MonitoringOptions)).toThrow(
      expect.toSatisfy((error) => hasCode(error, 'invalid-options')),
    )
  }
})
