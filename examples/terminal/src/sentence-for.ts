import { type AmbiguousError, hasCode, isSetvoteError, isUpstreamError } from '@setvote/sdk'
import { artistArgument } from './options.ts'
import { UsageError } from './usage-error.ts'

/** What to tell the person at the terminal about a failure. */
export function sentenceFor(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (hasCode(error, 'ambiguous')) return ambiguous(error as unknown as AmbiguousError)
  if (isUpstreamError(error)) return `The import has failed: ${error.message}`
  if (isSetvoteError(error)) return error.message
  // Not foreseen: whoever reports it needs to know where.
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function ambiguous({ candidates }: AmbiguousError): string {
  const lines = candidates.map(
    ({ name, detail, reference }) => `  ${artistArgument(reference)}  ${name}${detail ? ` (${detail})` : ''}`,
  )
  return [`That is the name of ${candidates.length} artists. Name one of them by an id:`, ...lines].join('\n')
}
