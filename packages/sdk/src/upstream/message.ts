import type { Redact } from './redact.ts'

const longest = 200

/**
 * The sentence that a service wrote about a failure, redacted and cut to one short line; null when it wrote none
 * (or a web page). The four services spell it in a dozen ways.
 */
export function messageOf(body: unknown, redact: Redact): string | null {
  const sentence = findSentence(body)
  if (sentence === null || /^\s*</.test(sentence)) return null
  // Redacted before it is cut: half a key would not be recognised.
  const line = redact(sentence.slice(0, 10 * longest))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (line === '') return null
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}

function findSentence(body: unknown, depth = 0): string | null {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null || depth > 3) return null
  if (Array.isArray(body)) return findSentence(body[0], depth + 1)
  const fields = new Map<string, unknown>(Object.entries(body))
  for (const name of [
    'error_description',
    'message',
    'description',
    'detail',
    'faultstring',
    'error',
    'errors',
    'fault',
  ]) {
    const sentence = findSentence(fields.get(name), depth + 1)
    if (sentence) return sentence
  }
  return null
}
