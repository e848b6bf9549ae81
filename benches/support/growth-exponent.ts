/** The exponent of the power of its size that a time grows with, by least squares of the logarithms. */
export function growthExponent(points: readonly { readonly size: number; readonly ms: number }[]): number {
  const [sizes, times] = [points.map(({ size }) => Math.log(size)), points.map(({ ms }) => Math.log(ms))]
  const [middleSize, middleTime] = [mean(sizes), mean(times)]
  const together = mean(sizes.map((size, at) => (size - middleSize) * (times[at]! - middleTime)))
  return together / mean(sizes.map((size) => (size - middleSize) ** 2))
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
