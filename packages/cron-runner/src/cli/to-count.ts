import { UsageError } from './usage-error.ts'

/** A whole number of the command line. */
export function toCount(
  flag: string,
  value: unknown,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  if (value === undefined) return otherwise
  const count = Number(value)
  if (Number.isInteger(count) && count >= least && count <= most) return count
  throw new UsageError(`${flag} must be a whole number from ${least} to ${most}, not '${value}'`)
}
