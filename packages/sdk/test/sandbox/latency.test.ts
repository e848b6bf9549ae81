import { describe, expect, it } from 'vitest'
import { createLatency } from '../../src/sandbox/latency.ts'

const draw = (seed: number) => {
  const next = createLatency({ min: 50, max: 90 }, seed)
  return Array.from({ length: 200 }, next)
}

describe('latency', () => {
  it('jitters inside its bounds, the same way for the same seed', () => {
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(Math.min(...draw(1))).toBeGreaterThanOrEqual(50)
    expect(Math.max(...draw(1))).toBeLessThanOrEqual(90)
    expect(new Set(draw(1)).size).toBeGreaterThan(20)
  })

  it('is always the same as a plain number', () => {
    const next = createLatency(120, 1)
    expect([next(), next(), next()]).toEqual([120, 120, 120])
  })
})
