import { InvalidInputError } from '../../core/errors.ts'
import { isMarket } from './options.ts'

/** Each of these answers the value, or throws an `InvalidInputError` that shows what to write. */
export function checkMarket(market: string | undefined): string | undefined {
  if (market === undefined || isMarket(market)) return market
  throw new InvalidInputError("market must be a country in two capital letters: { market: 'US' }")
}

export function checkWhole(value: number, name: string, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new InvalidInputError(`${name} must be a whole number from ${least} to ${most}, not ${value}`)
}

export function checkChoices<Choice extends string>(
  values: readonly Choice[],
  name: string,
  choices: readonly Choice[],
): readonly Choice[] {
  if (Array.isArray(values) && values.length > 0 && values.every((value) => choices.includes(value)))
    return values
  throw new InvalidInputError(
    `${name} must hold one or more of ${choices.map((each) => `'${each}'`).join(', ')}`,
  )
}
