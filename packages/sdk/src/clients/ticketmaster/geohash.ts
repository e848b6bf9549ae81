import { InvalidInputError } from '../../core/errors.ts'

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz'

/**
 * The geohash of a place: 5 bits to a character, halving longitude and latitude in turn, longitude first
 * (G. Niemeyer's geohash.org alphabet). At 9 characters a cell is at most 4.8 m wide.
 *
 * Throws `InvalidInputError` for a place that is not on Earth.
 *
 * @example
 * geohash({ latitude: 57.64911, longitude: 10.40744 }, 11) // 'u4pruydqqvj'
 */
export function geohash(
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
  precision = 9,
): string {
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
    throw new InvalidInputError(
      `near: latitude must lie in -90..90 and longitude in -180..180, got ${latitude}, ${longitude}`,
    )
  }
  const east = { low: -180, high: 180, value: longitude }
  const north = { low: -90, high: 90, value: latitude }
  let hash = ''
  let axis = east
  while (hash.length < precision) {
    let index = 0
    for (let bit = 0; bit < 5; bit++) {
      const middle = (axis.low + axis.high) / 2
      const upper = axis.value >= middle
      if (upper) axis.low = middle
      else axis.high = middle
      index = index * 2 + (upper ? 1 : 0)
      axis = axis === east ? north : east
    }
    hash += alphabet.charAt(index)
  }
  return hash
}
