import { UsageError } from './usage-error.ts'

/** An instant of the command line, with its offset: `2026-11-21T12:00:00Z`. */
export function toInstant(flag: string, text: string): Date {
  const at = new Date(text)
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
  if (isWhole && !Number.isNaN(at.getTime())) return at
  throw new UsageError(`${flag} must be an instant such as 2026-11-21T12:00:00Z, not '${text}'`)
}
