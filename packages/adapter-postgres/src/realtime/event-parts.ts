/*
 * A notification holds less than 8,000 bytes. A longer message travels in parts, which one statement sends: PostgreSQL
 * delivers those in their order, with nothing between them.
 */

export interface Sender {
  /** Names the process. */
  readonly by: string
  /** Tells one message of it from another; equal notifications of one transaction would be one. */
  readonly number: number
}

const longestPart = 7_500

/** A message as notifications. */
export function toParts({ by, number }: Sender, message: unknown): string[] {
  // In ASCII every character is a byte, whatever the encoding of the database, and may be the last of a part.
  const text = JSON.stringify(message).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const count = Math.max(1, Math.ceil(text.length / longestPart))
  return Array.from({ length: count }, (_, index) => {
    const part = text.slice(index * longestPart, (index + 1) * longestPart)
    return `${by} ${number} ${index} ${count} ${part}`
  })
}

export interface Joiner {
  /** The message that this notification completes; null while parts are missing, and for those of `own`. */
  take(notification: string): unknown
  /** Forgets the parts of a message whose others were lost. */
  reset(): void
}

/** @param own Names the process whose messages are left out. */
export function createJoiner(own: string): Joiner {
  let begun: { readonly of: string; text: string; next: number } | null = null
  return {
    take(notification) {
      const [, by, number, index, count, part] = pattern.exec(notification) ?? []
      if (part === undefined) throw new SyntaxError('this is no event')
      if (by === own) return null
      const of = `${by} ${number}`
      if (index === '0') begun = { of, text: '', next: 0 }
      // Its beginning was sent before anybody listened here.
      if (begun?.of !== of || begun.next !== Number(index)) return null
      begun.text += part
      begun.next++
      if (begun.next < Number(count)) return null
      const { text } = begun
      begun = null
      return JSON.parse(text) as unknown
    },
    reset() {
      begun = null
    },
  }
}

const pattern = /^(\S+) (\d+) (\d+) (\d+) (.*)$/s
