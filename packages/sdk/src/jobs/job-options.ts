import { z } from 'zod'
import { InvalidInputError } from '../core/errors.ts'
import type { Job } from './job.ts'

/**
 * The options of a job with its defaults filled in.
 *
 * @throws InvalidInputError which names every option that cannot be meant, and says what is allowed.
 *
 * @example
 * parseJobOptions(updateActiveArtists, { limit: 10 }) // { limit: 10, forceSync: false, … }
 */
export function parseJobOptions<Options extends object>(job: Job<Options>, options: unknown = {}): Options {
  const { data, error } = job.options.safeParse(options)
  if (error) {
    const wrong = error.issues.map(({ path, message }) => [...path.map(String), message].join(': '))
    throw new InvalidInputError(`Options of ${job.name}: ${wrong.join('; ')}`)
  }
  return data
}

const say = (allowed: string) => ({ error: `write ${allowed}` })

/** A whole number from `min` to `max`; without one, `otherwise`. */
export function wholeNumber(min: number, max: number, otherwise: number): z.ZodDefault<z.ZodInt> {
  const allowed = say(`a whole number from ${min} to ${max}, such as ${otherwise}`)
  return z.int(allowed).min(min, allowed).max(max, allowed).default(otherwise)
}

/** Yes or no; without either, `otherwise`. */
export const yesOrNo = (otherwise: boolean): z.ZodDefault<z.ZodBoolean> =>
  z.boolean(say('true or false')).default(otherwise)

/** How a job goes through many things. */
export const batchShape: { batchSize: z.ZodDefault<z.ZodInt>; delayMs: z.ZodDefault<z.ZodInt> } = {
  /** Things done before it saves where it is and pauses. */
  batchSize: wholeNumber(1, 1000, 10),
  /** The pause after each batch, in milliseconds. */
  delayMs: wholeNumber(0, 3_600_000, 0),
}
