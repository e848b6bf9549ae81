import { InvalidOptionsError } from '../core/errors.ts'
import { defaultTrendingOptions, type TrendingOptions, type TrendingWeights } from '../domain/trending.ts'

/**
 * What differs from `defaultTrendingOptions`. Weights, `horizonMs` and `threshold` are at least 0; `halfLifeMs`, `windowMs`
 * and `midpoint` are above 0.
 *
 * @example
 * const changes: TrendingChanges = { weights: { followers: 0 }, halfLifeMs: hours(24) }
 */
export type TrendingChanges = Partial<Omit<TrendingOptions, 'weights'>> & {
  readonly weights?: Partial<TrendingWeights>
}

/** The defaults with changes. Refuses what cannot be meant, and names that do not exist. */
export function toTrendingOptions({ weights, ...changes }: TrendingChanges = {}): TrendingOptions {
  const options: TrendingOptions = {
    ...defaultTrendingOptions,
    ...changes,
    weights: { ...defaultTrendingOptions.weights, ...weights },
  }
  checkNames('options', options, defaultTrendingOptions)
  checkNames('options.weights', options.weights, defaultTrendingOptions.weights)
  for (const [name, weight] of Object.entries(options.weights)) {
    if (!isAtLeastZero(weight)) {
      refuse(
        `options.weights.${name}`,
        'a number of at least 0, 0 to leave it out',
        `weights: { ${name}: 1 }`,
      )
    }
  }
  for (const name of ['halfLifeMs', 'windowMs', 'midpoint'] as const) {
    if (isAtLeastZero(options[name]) && options[name] > 0) continue
    refuse(`options.${name}`, 'a number above 0', `${name}: ${defaultTrendingOptions[name]}`)
  }
  for (const name of ['horizonMs', 'threshold'] as const) {
    if (isAtLeastZero(options[name])) continue
    refuse(`options.${name}`, 'a number of at least 0', `${name}: ${defaultTrendingOptions[name]}`)
  }
  return options
}

const isAtLeastZero = (value: number): boolean => Number.isFinite(value) && value >= 0

function checkNames(where: string, given: object, known: object): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(known, name)) continue
    throw new InvalidOptionsError(`${where}.${name} is no option: there are ${Object.keys(known).join(', ')}`)
  }
}

function refuse(option: string, meaning: string, example: string): never {
  throw new InvalidOptionsError(`${option} must be ${meaning}: { ${example} }`)
}
