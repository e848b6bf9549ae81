import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { days, hours } from '../../src/core/duration.ts'
import { createForwardDecay, type DecayedSum } from '../../src/trending/forward-decay.ts'

const halfLifeMs = hours(48)
const decay = createForwardDecay({ halfLifeMs })
const landmarkAt = new Date('2026-01-01T00:00:00Z')
const after = (ms: number) => new Date(landmarkAt.getTime() + ms)

/** Instants of events, in milliseconds from the landmark. */
const someEvents = fc.array(fc.integer({ min: -days(30), max: days(365) }), { maxLength: 60 })
const sumOf = (events: readonly number[], from = decay.empty(landmarkAt)): DecayedSum =>
  events.reduce((sum, ms) => decay.add(sum, after(ms)), from)
const bruteForce = (events: readonly number[], atMs: number) =>
  events.reduce((total, ms) => total + 2 ** (-(atMs - ms) / halfLifeMs), 0)
const isNear = (value: number, wanted: number) => Math.abs(value - wanted) <= 1e-9 * wanted

describe('a decayed sum', () => {
  it('is what adding the decayed events up gives, at any later time, whatever their order', () => {
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 0, max: days(90) }), (events, laterMs) => {
        const atMs = Math.max(0, ...events) + laterMs
        expect(isNear(decay.valueAt(sumOf(events), after(atMs)), bruteForce(events, atMs))).toBe(true)
        expect(isNear(decay.valueAt(sumOf(events.toReversed()), after(atMs)), bruteForce(events, atMs))).toBe(
          true,
        )
      }),
    )
  })

  it('is in the order of its logarithm at every later time', () => {
    fc.assert(
      fc.property(someEvents, someEvents, fc.integer({ min: 0, max: days(90) }), (some, others, laterMs) => {
        const atMs = Math.max(0, ...some, ...others) + laterMs
        const [one, other] = [bruteForce(some, atMs), bruteForce(others, atMs)]
        fc.pre(Math.abs(one - other) > 1e-9 * Math.max(one, other))
        expect(sumOf(some).log > sumOf(others).log).toBe(one > other)
      }),
    )
  })

  it('is one event of its own when it happens, half of one a half-life later, and nothing without any', () => {
    const sum = sumOf([hours(5)])
    expect(decay.valueAt(sum, after(hours(5)))).toBeCloseTo(1, 12)
    expect(decay.valueAt(sum, after(hours(53)))).toBeCloseTo(0.5, 12)
    expect(decay.valueAt(decay.empty(landmarkAt), after(0))).toBe(0)
  })

  it('loses exactly the event that is taken back, or says that it cannot tell', () => {
    let told = 0
    fc.assert(
      fc.property(someEvents, fc.nat(), (events, choice) => {
        fc.pre(events.length > 0)
        const taken = choice % events.length
        const remaining = events.filter((_, index) => index !== taken)
        const sum = decay.remove(sumOf(events), after(events[taken]!))
        const atMs = Math.max(0, ...events)
        if (sum === null) {
          expect(bruteForce(remaining, atMs)).toBeLessThan(1.1e-4 * bruteForce(events, atMs))
          return
        }
        told++
        expect(sum.count).toBe(remaining.length)
        expect(isNear(decay.valueAt(sum, after(atMs)), bruteForce(remaining, atMs))).toBe(true)
      }),
    )
    expect(told).toBeGreaterThan(50)
  })

  it('is empty when its only event is taken back, and gives nothing back that is not in it', () => {
    const sum = sumOf([hours(5)])
    expect(decay.remove(sum, after(hours(5)))).toEqual(decay.empty(landmarkAt))
    expect(decay.remove(sum, after(hours(9)))).toBeNull()
    expect(decay.remove(sumOf([0, 1000]), after(days(9)))).toBeNull()
    expect(decay.remove(decay.empty(landmarkAt), after(0))).toBeNull()
  })

  it('of two lists is that of both together, whatever their landmarks', () => {
    fc.assert(
      fc.property(someEvents, someEvents, fc.integer({ min: 0, max: days(700) }), (some, others, moveMs) => {
        const atMs = Math.max(0, ...some, ...others)
        const merged = decay.merge(sumOf(some), decay.moveLandmark(sumOf(others), after(moveMs)))
        expect(merged.count).toBe(some.length + others.length)
        expect(merged.landmarkAt).toEqual(landmarkAt)
        expect(isNear(decay.valueAt(merged, after(atMs)), bruteForce([...some, ...others], atMs))).toBe(true)
      }),
    )
  })

  it('stays what it is when the landmark moves, which it should before digits are lost', () => {
    const yearsMs = days(365 * 20)
    const old = sumOf([yearsMs, yearsMs + hours(1)])
    const atMs = yearsMs + hours(2)
    expect(decay.isLandmarkStale(landmarkAt, after(days(365)))).toBe(false)
    expect(decay.isLandmarkStale(landmarkAt, after(yearsMs))).toBe(true)
    const moved = decay.moveLandmark(old, after(yearsMs))
    expect(decay.isLandmarkStale(moved.landmarkAt, after(atMs))).toBe(false)
    expect(isNear(decay.valueAt(moved, after(atMs)), bruteForce([yearsMs, yearsMs + hours(1)], atMs))).toBe(
      true,
    )
  })

  it('neither overflows nor vanishes', () => {
    const sum = sumOf([days(365 * 200)])
    expect(Number.isFinite(sum.log)).toBe(true)
    expect(decay.valueAt(sum, after(days(365 * 200)))).toBeCloseTo(1, 6)
    expect(() => createForwardDecay({ halfLifeMs: 0 })).toThrow('halfLifeMs')
  })
})
