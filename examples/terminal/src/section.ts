/** A heading and what stands below it. */
export interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

export const formatCount = (count: number): string => Math.round(count).toLocaleString('en')

export const formatMs = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
