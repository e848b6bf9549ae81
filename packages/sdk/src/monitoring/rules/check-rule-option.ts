import { InvalidOptionsError } from '../../core/errors.ts'

/** Refuses what is no finite number from `min` to `max`, and shows what to write. */
export function checkRuleOption(
  name: string,
  value: number,
  { min, max = Number.POSITIVE_INFINITY, example }: { min: number; max?: number; example: string },
): void {
  if (Number.isFinite(value) && value >= min && value <= max) return
  const range = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `from ${min} to ${max}`
  throw new InvalidOptionsError(`${name} must be a number ${range}, not ${value}: { ${example} }`)
}
