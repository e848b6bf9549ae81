import { InvalidInputError } from '../core/errors.ts'
import type { QueryValue } from './call.ts'

/** The query of a call as parameters, sorted by name: equal calls have equal queries. */
export function toQuery(query: Readonly<Record<string, QueryValue>> | undefined): URLSearchParams {
  const parameters = new URLSearchParams()
  if (!query) return parameters
  for (const name of Object.keys(query).sort()) {
    const value = query[name]
    if (value === undefined || value === null) continue
    if (typeof value === 'object' && 'repeated' in value)
      for (const each of value.repeated) parameters.append(name, each)
    else parameters.append(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  return parameters
}

/** A path that would leave the service's base path, or hide a query: an id that was not encoded. */
const strayPath = /(^|\/)(\.|%2e){1,2}(\/|$)|[?#\\]/i

/** Refuses a path that does not lie below the base address. */
export function checkPath(path: string, template: string): void {
  if (path.startsWith('/') && !strayPath.test(path)) return
  throw new InvalidInputError(
    `the path of ${template} must stay below its service: encode ids with encodeURIComponent`,
  )
}
