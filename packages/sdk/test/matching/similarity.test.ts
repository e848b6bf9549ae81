import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameSimilarity } from '../../src/matching/similarity.ts'

it('does not mind the order of words, spaces and symbols', () => {
  expect(nameSimilarity('Vaughan, Stevie Ray', 'Stevie Ray Vaughan')).toBe(1)
  expect(nameSimilarity('Jay Z', 'JAYZ')).toBe(1)
  expect(nameSimilarity('AC/DC', 'ACDC')).toBe(1)
})

it('follows the number of letters that differ', () => {
  expect(nameSimilarity('Metallica', 'Metalica')).toBeCloseTo(1 - 1 / 9)
  expect(nameSimilarity('Metallica', 'Radiohead')).toBeLessThan(0.3)
})

it('is symmetric, 1 with itself, and between 0 and 1', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const likeness = nameSimilarity(a, b)
      expect(likeness).toBe(nameSimilarity(b, a))
      expect(nameSimilarity(a, a)).toBe(1)
      expect(likeness).toBeGreaterThanOrEqual(0)
      expect(likeness).toBeLessThanOrEqual(1)
    }),
  )
})
