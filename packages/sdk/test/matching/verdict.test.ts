import { expect, it } from 'vitest'
import { weigh } from '../../src/matching/verdict.ts'

it('lets the first deciding reason stand, whatever else speaks', () => {
  expect(
    weigh([
      { code: 'same-mbid', weight: 1 },
      { code: 'tribute-marker', weight: -1 },
    ]),
  ).toMatchObject({ outcome: 'same', score: 1 })
  expect(
    weigh([
      { code: 'same-name', weight: 0.9 },
      { code: 'tribute-marker', weight: -1 },
    ]),
  ).toMatchObject({ outcome: 'different', score: 0 })
})

it('adds what does not decide alone', () => {
  expect(weigh([{ code: 'same-name', weight: 0.5 }]).outcome).toBe('unsure')
  expect(
    weigh([
      { code: 'same-name', weight: 0.5 },
      { code: 'genre-overlap', weight: 0.15 },
      { code: 'same-country', weight: 0.1 },
    ]),
  ).toMatchObject({ outcome: 'same', score: 0.75 })
  expect(weigh([{ code: 'different-name', weight: -0.5 }])).toMatchObject({ outcome: 'different', score: 0 })
  expect(weigh([])).toMatchObject({ outcome: 'different', score: 0 })
})
