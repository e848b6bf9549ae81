import type { Answer } from './exchange.ts'

/** `empty` and `text` hold what is left when there is no JSON: `undefined`, and the text itself. */
export interface ParsedBody {
  readonly kind: 'json' | 'text' | 'empty'
  readonly body: unknown
}

const parsed = new WeakMap<Answer, ParsedBody>()

/** Reads an answer's body as JSON, whatever the service calls it. Never throws; parses once per answer. */
export function parseBody(answer: Answer): ParsedBody {
  const known = parsed.get(answer)
  if (known) return known
  const result = parse(answer.text)
  parsed.set(answer, result)
  return result
}

function parse(text: string): ParsedBody {
  if (text.trim() === '') return { kind: 'empty', body: undefined }
  try {
    return {
      kind: 'json',
      body: mayHoldUnstorable.test(text) ? JSON.parse(text, storable) : JSON.parse(text),
    }
  } catch {
    return { kind: 'text', body: text }
  }
}

/** Only an escape can bring these into JSON text, so looking for one is enough to leave clean bodies alone. */
const mayHoldUnstorable = /\\u(0000|d[89a-f])/i

/** Texts without NUL and without half characters: databases refuse both, and nobody can read them. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value
