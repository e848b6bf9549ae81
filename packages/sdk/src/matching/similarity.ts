import { looseNameKey } from './normalize-name.ts'

/** Enough for any name; keeps a hostile one from costing its length squared. */
const comparedLength = 200

/**
 * How alike two names are, 0 to 1, whatever the order of their words and however they are spaced.
 * The better of two normalised Levenshtein similarities, `1 - distance / length of the longer`
 * (V. I. Levenshtein, Soviet Physics Doklady 10, 1966): of the names with sorted words, and without spaces.
 * Symmetric; 1 for names with the same loose key.
 *
 * @example
 * nameSimilarity('Vaughan, Stevie Ray', 'Stevie Ray Vaughan') // 1
 * nameSimilarity('Jay Z', 'JAYZ') // 1
 */
export function nameSimilarity(a: string, b: string): number {
  return keySimilarity(looseNameKey(a), looseNameKey(b))
}

/** The same for texts that are already keys. */
export function keySimilarity(a: string, b: string): number {
  if (a === b) return 1
  return Math.max(ratio(sortedWords(a), sortedWords(b)), ratio(a.replaceAll(' ', ''), b.replaceAll(' ', '')))
}

const sortedWords = (key: string): string => key.split(' ').sort().join(' ')

function ratio(a: string, b: string): number {
  const left = [...a].slice(0, comparedLength)
  const right = [...b].slice(0, comparedLength)
  const longer = Math.max(left.length, right.length)
  return longer === 0 ? 1 : 1 - levenshtein(left, right) / longer
}

function levenshtein(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of a.entries()) {
    const current = [row + 1]
    for (const [column, other] of b.entries()) {
      const replaced = previous[column]! + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, previous[column + 1]! + 1, current[column]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
