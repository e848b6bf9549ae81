/**
 * The form in which names are searched: without case or diacritics, every script kept. Adapters store it and
 * look for the same form of the searched text inside it.
 *
 * @example
 * searchKey('Sigur Rós') // 'sigur ros'
 */
export function searchKey(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{Mn}+/gu, '')
      .toLowerCase()
      // A sigma is written differently where a word ends, and a searched part may end earlier.
      .replaceAll('ς', 'σ')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}
