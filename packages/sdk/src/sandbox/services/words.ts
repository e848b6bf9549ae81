/**
 * The words of a text for the sandbox's own searches: without accents, in lower case. Deliberately simple; it is
 * no model for how to match names.
 */
export function words(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/**
 * How much of a query a text holds, 0..1: the share of query words that begin a word of the text. A query of
 * symbols only counts when the text is the same.
 */
export function wordShare(query: string, text: string): number {
  const wanted = words(query)
  if (wanted.length === 0) return query.trim() !== '' && query.trim() === text.trim() ? 1 : 0
  const present = words(text)
  return wanted.filter((word) => present.some((other) => other.startsWith(word))).length / wanted.length
}
