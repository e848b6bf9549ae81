import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src/sandbox/faults/fault.ts'
import { createFaultPlan } from '../../../src/sandbox/faults/fault-plan.ts'

function strikes(faults: readonly Fault[], calls: number, template = '/artists/{id}') {
  const plan = createFaultPlan(faults)
  return Array.from({ length: calls }, () => plan.next('spotify', template)?.kind ?? null)
}

describe('the fault plan', () => {
  it('strikes once by default, at the first call', () => {
    expect(strikes([{ kind: 'forbidden', service: 'spotify' }], 3)).toEqual(['forbidden', null, null])
  })

  it('lets `after` calls pass, then strikes `times` calls', () => {
    const faults: Fault[] = [{ kind: 'forbidden', service: 'spotify', after: 2, times: 2 }]
    expect(strikes(faults, 6)).toEqual([null, null, 'forbidden', 'forbidden', null, null])
  })

  it('strikes every n-th call for ever', () => {
    const faults: Fault[] = [
      { kind: 'forbidden', service: 'spotify', after: 1, every: 3, times: Number.POSITIVE_INFINITY },
    ]
    expect(strikes(faults, 10).map((kind) => kind !== null)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((call) => call > 1 && (call - 1) % 3 === 0),
    )
  })

  it('looks only at calls of its service and its route', () => {
    expect(strikes([{ kind: 'forbidden', service: 'setlistfm' }], 2)).toEqual([null, null])
    expect(strikes([{ kind: 'forbidden', service: 'spotify', template: '/search' }], 2)).toEqual([null, null])
    expect(strikes([{ kind: 'forbidden', service: 'spotify', template: '/search' }], 1, '/search')).toEqual([
      'forbidden',
    ])
  })

  it('lets the first of two due faults strike and keeps the other for the next call', () => {
    const faults: Fault[] = [
      { kind: 'forbidden', service: 'spotify', after: 1 },
      { kind: 'html', service: 'spotify', after: 1 },
    ]
    expect(strikes(faults, 4)).toEqual([null, 'forbidden', 'html', null])
  })

  it('begins anew after a rewind', () => {
    const plan = createFaultPlan([{ kind: 'forbidden', service: 'spotify' }])
    expect(plan.next('spotify', '/search')?.kind).toBe('forbidden')
    expect(plan.next('spotify', '/search')).toBeNull()
    plan.rewind()
    expect(plan.next('spotify', '/search')?.kind).toBe('forbidden')
  })
})
