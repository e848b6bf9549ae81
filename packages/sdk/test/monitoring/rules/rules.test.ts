import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/core/duration.ts'
import { hasCode } from '../../../src/core/errors.ts'
import type { Finding } from '../../../src/monitoring/finding.ts'
import { budgetGone } from '../../../src/monitoring/rules/budget-gone.ts'
import { defaultRules } from '../../../src/monitoring/rules/default-rules.ts'
import { errorRate } from '../../../src/monitoring/rules/error-rate.ts'
import { failuresInARow } from '../../../src/monitoring/rules/failures-in-a-row.ts'
import { longRun } from '../../../src/monitoring/rules/long-run.ts'
import { missedRun } from '../../../src/monitoring/rules/missed-run.ts'
import { silentRun } from '../../../src/monitoring/rules/silent-run.ts'
import { upstreamDown } from '../../../src/monitoring/rules/upstream-down.ts'
import {
  after,
  factsOf,
  failed,
  jobFacts,
  noMetrics,
  noon,
  running,
  succeeded,
  upstream,
} from '../support/runs.ts'

const severities = (findings: readonly Finding[]) => findings.map(({ severity }) => severity)
const hourly = (instant: Date) => new Date((Math.floor(instant.getTime() / hours(1)) + 1) * hours(1))
const expectation = { job: 'sync', dueAfter: hourly }

describe('error rate', () => {
  const find = (runs: number, failures: number, options = {}) =>
    errorRate(options).find(factsOf([jobFacts({ metrics: { ...noMetrics, runs, failed: failures } })]))

  it('is told over 10 %, not at 10 %', () => {
    expect(find(20, 2)).toEqual([])
    expect(find(20, 3)[0]).toMatchObject({ severity: 'warning', subject: 'sync', details: { Failed: '3' } })
  })
  it('is no rate of less than five runs', () => {
    expect(find(4, 4)).toEqual([])
    expect(find(4, 4, { minRuns: 4 })).toHaveLength(1)
  })
})

describe('failures in a row', () => {
  it('are told from the third on, with the last error', () => {
    const metrics = (count: number) => ({ ...noMetrics, failuresInARow: count })
    const find = (count: number) =>
      failuresInARow().find(factsOf([jobFacts({ metrics: metrics(count), runs: [failed('Broken pipe')] })]))
    expect(find(2)).toEqual([])
    expect(find(3)[0]).toMatchObject({ severity: 'critical', details: { Error: 'Broken pipe' } })
  })
})

describe('a long run', () => {
  const find = (at: Date, ...runs: Parameters<typeof jobFacts>[0][]) =>
    longRun().find(factsOf(runs.map(jobFacts), at))

  it('is seen while it goes on, even with signs of life', () => {
    const runs = [running(hours(2))]
    expect(find(after(minutes(5)), { runs })).toEqual([])
    expect(find(after(minutes(5) + 1), { runs })[0]?.title).toBe('sync has been running for 5 min')
  })
  it('is seen afterwards, until a run is short enough', () => {
    const long = succeeded(minutes(6))
    const next = succeeded(minutes(1), { slotAt: after(hours(1)), startedAt: after(hours(1)) })
    expect(find(after(hours(2)), { runs: [long] })[0]?.title).toBe('sync took 6 min')
    expect(find(after(hours(2)), { runs: [next, long] })).toEqual([])
  })
  it('may be as long as its job says', () => {
    const allowed = { ...expectation, maxRunMs: minutes(30) }
    expect(find(after(hours(1)), { runs: [succeeded(minutes(20))], expectation: allowed })).toEqual([])
  })
})

describe('a silent run', () => {
  const find = (at: Date, runs: Parameters<typeof jobFacts>[0]) =>
    silentRun().find(factsOf([jobFacts(runs)], at))

  it('is dead two minutes after its lease ran out, however long it may run', () => {
    const runs = [running(minutes(3))]
    expect(find(after(minutes(5)), { runs })).toEqual([])
    expect(severities(find(after(minutes(5) + 1), { runs }))).toEqual(['critical'])
  })
  it('is history when a later one has ended well', () => {
    const later = succeeded(1000, { slotAt: after(hours(1)), startedAt: after(hours(1)) })
    expect(find(after(hours(2)), { runs: [later, running(minutes(3))] })).toEqual([])
  })
})

describe('a missed run', () => {
  const find = (at: Date, fields: Parameters<typeof jobFacts>[0] = {}, options = {}) =>
    missedRun(options).find(factsOf([jobFacts({ expectation, ...fields })], at))
  const one = hourly(noon)

  it('is due, then late, then missed', () => {
    expect(find(after(-1, one))).toEqual([])
    expect(find(after(minutes(1), one))).toEqual([])
    expect(severities(find(after(minutes(1) + 1, one)))).toEqual(['warning'])
    expect(find(after(minutes(2), one))[0]?.title).toBe('sync is late')
    expect(severities(find(after(minutes(5), one)))).toEqual(['warning'])
    expect(find(after(minutes(5) + 1, one))[0]).toMatchObject({
      severity: 'critical',
      title: 'sync has missed its run',
      details: { Due: '2026-11-21 13:00:00 UTC', 'Last run': 'never' },
    })
  })
  it('stays missed when the next due time comes, and ends when a run begins', () => {
    const runs = [succeeded(1000, { slotAt: noon })]
    expect(severities(find(after(hours(1), one), { runs }))).toEqual(['critical'])
    expect(severities(find(after(hours(9), one), { runs }))).toEqual(['critical'])
    const begun = running(1000, { slotAt: one, startedAt: after(minutes(20), one) })
    expect(find(after(minutes(30), one), { runs: [begun, ...runs] })).toEqual([])
  })
  it('is seen though the grace is longer than the gap between due times', () => {
    const everyMinute = { job: 'sync', dueAfter: (at: Date) => after(minutes(1), at) }
    const find5 = (ms: number) =>
      find(after(ms), { expectation: everyMinute, runs: [succeeded(1, { slotAt: noon })] })
    expect(severities(find5(minutes(4)))).toEqual(['warning'])
    expect(severities(find5(minutes(6) + 1))).toEqual(['critical'])
  })
  it('of a job that runs on weekdays is not missed at the weekend', () => {
    const friday = new Date('2026-11-20T09:00:00Z')
    const monday = new Date('2026-11-23T09:00:00Z')
    const weekdays = { job: 'sync', dueAfter: () => monday }
    const facts = { expectation: weekdays, runs: [succeeded(1, { slotAt: friday, startedAt: friday })] }
    expect(find(new Date('2026-11-22T23:00:00Z'), facts)).toEqual([])
    expect(severities(find(after(minutes(10), monday), facts))).toEqual(['critical'])
  })
  it('is expected from when it was first seen, not from its last run years ago', () => {
    const old = [succeeded(1, { slotAt: after(-hours(9999)) })]
    expect(find(after(minutes(59)), { runs: old, expectedSince: noon })).toEqual([])
  })
  it('of a paused job, or one that is never due, is none', () => {
    expect(find(after(hours(9)), { paused: true })).toEqual([])
    expect(find(after(hours(9)), { expectation: { job: 'sync', dueAfter: () => null } })).toEqual([])
    expect(find(after(hours(9)), { expectation: null })).toEqual([])
  })
  it('of the app’s own job is one that has not begun so long after the last', () => {
    const own = { expectation: { job: 'sync', everyMs: hours(24) }, runs: [succeeded()] }
    expect(find(after(hours(24) + seconds(30)), own)).toEqual([])
    expect(severities(find(after(hours(25)), own))).toEqual(['critical'])
  })
  it('has the graces that its job says', () => {
    const patient = { ...expectation, lateAfterMs: minutes(20), startGraceMs: minutes(40) }
    expect(find(after(minutes(20), one), { expectation: patient })).toEqual([])
    expect(severities(find(after(minutes(40), one), { expectation: patient }))).toEqual(['warning'])
  })
})

describe('services', () => {
  it('are down when they do not answer, not when they ask for patience', () => {
    const find = (status: 'up' | 'degraded' | 'down' | 'cooling-down') =>
      upstreamDown().find({ at: noon, jobs: [], upstreams: [upstream({ status })] })
    expect(find('down')[0]).toMatchObject({ subject: 'spotify', severity: 'critical' })
    for (const status of ['up', 'degraded', 'cooling-down'] as const) expect(find(status)).toEqual([])
  })
  it('have no calls left for today, or few', () => {
    const find = (remainingToday: number | null, options = {}) => {
      const budget = { perDay: 5000, remainingToday }
      return budgetGone(options).find({ at: noon, jobs: [], upstreams: [upstream({ budget })] })
    }
    expect(find(1)).toEqual([])
    expect(find(null)).toEqual([])
    expect(find(0)[0]?.title).toBe('The calls to spotify are spent for today')
    expect(find(400, { atShare: 0.1 })[0]?.title).toBe("8 % of today's calls to spotify are left")
  })
})

it('rules are left out and changed by options; those that cannot be meant are refused', () => {
  expect(defaultRules().map(({ name }) => name)).toHaveLength(7)
  expect(defaultRules({ missedRun: false, upstreamDown: false })).toHaveLength(5)
  for (const make of [
    () => errorRate({ over: 10 }),
    () => errorRate({ minRuns: 0 }),
    () => failuresInARow({ atLeast: Number.NaN }),
    () => longRun({ maxRunMs: 0 }),
    () => missedRun({ lateAfterMs: minutes(9) }),
    () => silentRun({ silenceMs: -1 }),
    () => budgetGone({ atShare: 2 }),
  ]) {
    expect(make).toThrow(expect.toSatisfy((error) => hasCode(error, 'invalid-options')))
  }
})
