import { parseTitle } from './title.ts'

/**
 * The songs of a medley as setlist.fm writes it: ` / ` with spaces, outside of brackets. A slash inside a word
 * or a date is part of the title. One song gives a list of one, a blank name an empty list.
 *
 * @example
 * splitMedley('Contraption / Soul Desert') // ['Contraption', 'Soul Desert']
 * splitMedley('AC/DC Bag') // ['AC/DC Bag']
 */
export function splitMedley(name: string): string[] {
  const { base } = parseTitle(name)
  const songs: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < base.length; index++) {
    const character = base.charAt(index)
    if (character === '(' || character === '[') depth++
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1)
    else if (
      character === '/' &&
      depth === 0 &&
      base.charAt(index - 1) === ' ' &&
      base.charAt(index + 1) === ' '
    ) {
      songs.push(base.slice(start, index))
      start = index + 1
    }
  }
  return [...songs, base.slice(start)].map((song) => song.trim()).filter(Boolean)
}
