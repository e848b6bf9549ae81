import { checkInstants, checkPositive, InvalidInputError, type TrendingOptions } from '@setvote/sdk/storage'

export function checkOptions(
  at: Date,
  { halfLifeMs, windowMs, horizonMs, midpoint, threshold }: TrendingOptions,
): void {
  checkInstants({ at })
  for (const [name, value] of Object.entries({ halfLifeMs, windowMs, horizonMs, midpoint })) {
    checkPositive(`options.${name}`, value)
  }
  if (!(threshold >= 0)) throw new InvalidInputError(`options.threshold must be 0 or more, not ${threshold}`)
}
