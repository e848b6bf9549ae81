/** One line of output. `ratio` is `value / baselineValue`; all three are null for a value that stands alone. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: string | null
  readonly baselineValue: number | null
  readonly ratio: number | null
}

/** A bench measures something and tells it row by row. */
export type Bench = () => AsyncIterable<Row>

/** A value beside what it is measured against. */
export function compared(
  name: string,
  value: number,
  unit: string,
  baseline: string,
  baselineValue: number,
): Row {
  return {
    name,
    value: rounded(value),
    unit,
    baseline,
    baselineValue: rounded(baselineValue),
    ratio: rounded(value / baselineValue),
  }
}

/** A value that is judged by itself. */
export function alone(name: string, value: number, unit: string): Row {
  return { name, value: rounded(value), unit, baseline: null, baselineValue: null, ratio: null }
}

/** The row of the worst ratio under another name. */
export function worstOf(name: string, rows: readonly Row[]): Row {
  const worst = rows.toSorted((a, b) => (b.ratio ?? 0) - (a.ratio ?? 0))[0]
  if (!worst) throw new Error(`${name}: nothing was measured`)
  return { ...worst, name, baseline: `${worst.baseline} (${worst.name})` }
}

const rounded = (value: number): number => Number(value.toPrecision(4))
