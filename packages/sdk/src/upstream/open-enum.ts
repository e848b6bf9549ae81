import { z } from 'zod'

/** The values an open enum knows. Drift detection looks them up by schema. */
export const knownValues = z.registry<{ readonly values: ReadonlySet<string> }>()

/** One of the known values, or whatever the service thinks of next. */
export type OpenEnum<Value extends string> = Value | (string & {})

/**
 * A string of which some values are known. Unknown ones pass, and are counted as drift (or, in strict mode,
 * refused).
 *
 * @example
 * const AlbumType = openEnum(['album', 'single', 'compilation'])
 */
export function openEnum<const Value extends string>(
  values: readonly Value[],
): z.ZodType<OpenEnum<Value>, string> {
  return z.string().register(knownValues, { values: new Set<string>(values) })
}
