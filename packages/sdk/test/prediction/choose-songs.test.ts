import { describe, expect, it } from 'vitest'
import { chooseSongs } from '../../src/prediction/choose-songs.ts'
import { createChance } from './support/worlds.ts'

/** The expected F1 of naming these songs, over everything that can happen. */
function expectedF1(named: readonly number[], probabilities: readonly number[]): number {
  let expected = 0
  for (let world = 0; world < 2 ** probabilities.length; world++) {
    const isPlayed = (song: number) => ((world >> song) & 1) === 1
    const chance = probabilities.reduce((all, each, song) => all * (isPlayed(song) ? each : 1 - each), 1)
    const played = probabilities.filter((_, song) => isPlayed(song)).length
    const hits = named.filter(isPlayed).length
    if (named.length + played > 0) expected += (chance * 2 * hits) / (named.length + played)
  }
  return expected
}

describe('the songs to name', () => {
  it('reach nearly the best expected F1 that any list of their length limit can reach', () => {
    const chance = createChance()
    for (let round = 0; round < 40; round++) {
      const probabilities = Array.from({ length: 8 }, () => chance() ** (1 + (round % 4)))
      const chosen = chooseSongs(probabilities)
      const length = probabilities.reduce((sum, each) => sum + each, 0)
      const most = Math.max(1, Math.round(1.25 * length))
      let best = 0
      for (let list = 1; list < 2 ** probabilities.length; list++) {
        const named = probabilities.flatMap((_, song) => ((list >> song) & 1 ? [song] : []))
        if (named.length <= most) best = Math.max(best, expectedF1(named, probabilities))
      }
      expect(expectedF1(chosen, probabilities)).toBeGreaterThan(best * 0.97)
    }
  })

  it('come the most probable first', () => {
    expect(chooseSongs([0.2, 0.9, 0.7, 0.95])).toEqual([3, 1, 2])
  })

  it('are those that are certain, and none that is not worth it', () => {
    expect(chooseSongs([0.998, 0.01, 0.998, 0.02])).toEqual([0, 2])
  })

  it('are never many more than will be played', () => {
    expect(chooseSongs(new Float64Array(100).fill(0.2))).toHaveLength(25)
  })

  it('are none where there are none', () => {
    expect(chooseSongs([])).toEqual([])
  })
})
