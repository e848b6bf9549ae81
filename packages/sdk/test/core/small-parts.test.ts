import { describe, expect, it } from 'vitest'
import { uuidIds } from '../../src/core/ids.ts'
import { createSingleFlight } from '../../src/core/single-flight.ts'
import { withSpan } from '../../src/core/telemetry.ts'

describe('single flight', () => {
  it('shares one load among those who ask meanwhile, and starts anew afterwards', async () => {
    const once = createSingleFlight<number>()
    let loads = 0
    const load = async () => ++loads
    expect(await Promise.all([once('k', load), once('k', load), once('other', load)])).toEqual([1, 1, 2])
    expect(await once('k', load)).toBe(3)
  })

  it('shares a failure and does not remember it', async () => {
    const once = createSingleFlight<number>()
    const fail = () => Promise.reject(new Error('no'))
    const both = await Promise.allSettled([once('k', fail), once('k', fail)])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await once('k', async () => 1)).toBe(1)
  })
})

describe('ids', () => {
  it('say what they name, are unique, and sort by the time they were made', () => {
    let now = Date.parse('2026-11-21T00:00:00Z')
    const ids = uuidIds({ nowMs: () => now++ })
    const made = Array.from({ length: 200 }, () => ids('art'))
    expect(new Set(made).size).toBe(200)
    expect([...made].sort()).toEqual(made)
    expect(made[0]).toMatch(/^art_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
  })
})

describe('a span', () => {
  it('costs nothing and changes nothing where nobody listens', async () => {
    const work = async (annotate: (more: { a: number }) => void) => {
      annotate({ a: 1 })
      return 'done'
    }
    expect(await withSpan('work', {}, work)).toBe('done')
    await expect(withSpan('work', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
