import { createRedactor, type Redact } from '../upstream/redact.ts'

const redactAny = createRedactor([])
const longest = 500

/** What an error says, as it may be told: without credentials and addresses, and not endless. */
export function safeText(text: string, redact: Redact = redactAny): string {
  return redact(text)
    .replace(/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, '[url]')
    .replaceAll('\0', '')
    .slice(0, longest)
    .toWellFormed()
}

export const safeReason = (error: unknown, redact?: Redact): string =>
  safeText(error instanceof Error ? error.message || error.name : 'no reason', redact)
