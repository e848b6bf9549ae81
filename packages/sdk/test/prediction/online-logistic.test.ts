import { describe, expect, it } from 'vitest'
import { createOnlineLogistic, type OnlineLogistic } from '../../src/prediction/online-logistic.ts'
import { createChance } from './support/worlds.ts'

const options = { start: [0, 0], precision: 2, halfLife: 80 }

function teach(learner: OnlineLogistic, row: readonly number[], chances: readonly number[]): void {
  const chance = createChance()
  for (const each of chances) {
    const rows = Float64Array.from(row)
    learner.learn(rows, learner.probabilities(rows), Uint8Array.of(chance() < each ? 1 : 0))
  }
}
const probability = (learner: OnlineLogistic, row: readonly number[]): number =>
  learner.probabilities(Float64Array.from(row))[0]!

describe('online logistic regression', () => {
  it('begins with what it was started with', () => {
    const learner = createOnlineLogistic({ ...options, start: [0, 2] })
    expect(probability(learner, [1, 0])).toBe(0.5)
    expect(probability(learner, [1, 1])).toBeCloseTo(1 / (1 + Math.exp(-2)))
  })

  it('learns how often something happens, and what it depends on', () => {
    const learner = createOnlineLogistic(options)
    const rows = Float64Array.of(1, 0, 1, 1)
    const chance = createChance()
    for (let round = 0; round < 600; round++) {
      const outcomes = Uint8Array.of(chance() < 0.2 ? 1 : 0, chance() < 0.7 ? 1 : 0)
      learner.learn(rows, learner.probabilities(rows), outcomes)
    }
    expect(probability(learner, [1, 0])).toBeCloseTo(0.2, 0)
    expect(Math.abs(probability(learner, [1, 0]) - 0.2)).toBeLessThan(0.12)
    expect(Math.abs(probability(learner, [1, 1]) - 0.7)).toBeLessThan(0.12)
  })

  it('follows a habit that changes', () => {
    const learner = createOnlineLogistic({ ...options, halfLife: 20 })
    teach(learner, [1, 0], Array(200).fill(0.95))
    expect(probability(learner, [1, 0])).toBeGreaterThan(0.8)
    teach(learner, [1, 0], Array(100).fill(0.05))
    expect(probability(learner, [1, 0])).toBeLessThan(0.2)
  })

  it('stays finite when what is nearly certain does not happen', () => {
    const learner = createOnlineLogistic({ ...options, start: [8, 0] })
    teach(learner, [1, 6], Array(5).fill(0))
    teach(learner, [1, 6], Array(500).fill(1))
    teach(learner, [1, 6], Array(3).fill(0))
    expect(probability(learner, [1, 6])).toBeGreaterThanOrEqual(0)
    expect(probability(learner, [1, 6])).toBeLessThanOrEqual(1)
    expect(probability(learner, [1, 0])).not.toBeNaN()
  })
})
