const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz'

export interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** The middle of a geohash's cell, or `null` for a text that is none. */
export function decodeGeohash(geohash: string): Point | null {
  const latitude: [number, number] = [-90, 90]
  const longitude: [number, number] = [-180, 180]
  let even = true
  for (const letter of geohash.toLowerCase()) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    for (let bit = 4; bit >= 0; bit--) {
      const range = even ? longitude : latitude
      const middle = (range[0] + range[1]) / 2
      range[(value >> bit) & 1 ? 0 : 1] = middle
      even = !even
    }
  }
  if (geohash === '') return null
  return { latitude: (latitude[0] + latitude[1]) / 2, longitude: (longitude[0] + longitude[1]) / 2 }
}

/** Along a great circle. */
export function distanceKm(from: Point, to: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const height = Math.sin(rad(to.latitude - from.latitude) / 2) ** 2
  const width = Math.sin(rad(to.longitude - from.longitude) / 2) ** 2
  const both = height + Math.cos(rad(from.latitude)) * Math.cos(rad(to.latitude)) * width
  return 2 * 6371 * Math.asin(Math.sqrt(both))
}
