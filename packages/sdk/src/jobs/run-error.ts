import { createRedactor } from '../upstream/redact.ts'

const redact = createRedactor([])
const longest = 1000

/** What an error says, as it may be stored and shown: without credentials and addresses, and not endless. */
export function runErrorOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return redact(message)
    .replace(/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, '[url]')
    .replaceAll('\0', '')
    .toWellFormed()
    .slice(0, longest)
    .toWellFormed()
}
