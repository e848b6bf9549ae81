/** Orders by code units, so that every machine, whatever its language, sorts alike. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
