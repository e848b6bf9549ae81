import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { geohash } from '../../../src/clients/ticketmaster/geohash.ts'
import { InvalidInputError } from '../../../src/core/errors.ts'

describe('geohash', () => {
  it.each([
    [57.64911, 10.40744, 11, 'u4pruydqqvj'],
    [42.6, -5.6, 5, 'ezs42'],
    [0, 0, 9, 's00000000'],
    [-90, -180, 9, '000000000'],
    [90, 180, 9, 'zzzzzzzzz'],
    [40.758, -73.9855, 6, 'dr5ru7'],
    [-25.382708, -49.265506, 8, '6gkzwgjz'],
    [37.8324, 112.5584, 9, 'ww8p1r4t8'],
  ])('encodes %f, %f at precision %i as %s', (latitude, longitude, precision, expected) => {
    expect(geohash({ latitude, longitude }, precision)).toBe(expected)
  })

  it('is precise to nine characters by default', () => {
    expect(geohash({ latitude: 57.64911, longitude: 10.40744 })).toBe('u4pruydqq')
  })

  it('names a cell that holds the place, for any place on Earth', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (latitude, longitude) => {
          const { south, north, west, east } = cellOf(geohash({ latitude, longitude }))
          expect(latitude).toBeGreaterThanOrEqual(south)
          expect(latitude).toBeLessThanOrEqual(north)
          expect(longitude).toBeGreaterThanOrEqual(west)
          expect(longitude).toBeLessThanOrEqual(east)
        },
      ),
    )
  })

  it.each([
    [91, 0],
    [0, 181],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])('refuses %f, %f', (latitude, longitude) => {
    expect(() => geohash({ latitude, longitude })).toThrow(InvalidInputError)
  })
})

/** The rectangle of a geohash, decoded by halving. */
function cellOf(hash: string) {
  const bits = [...hash].flatMap((character) =>
    '0123456789bcdefghjkmnpqrstuvwxyz'.indexOf(character).toString(2).padStart(5, '0').split(''),
  )
  const narrow = (low: number, high: number, choices: readonly string[]): [number, number] =>
    choices.reduce<[number, number]>(
      ([from, to], bit) => (bit === '1' ? [(from + to) / 2, to] : [from, (from + to) / 2]),
      [low, high],
    )
  const [west, east] = narrow(
    -180,
    180,
    bits.filter((_, index) => index % 2 === 0),
  )
  const [south, north] = narrow(
    -90,
    90,
    bits.filter((_, index) => index % 2 === 1),
  )
  return { south, north, west, east }
}
