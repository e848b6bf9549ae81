import { tokens } from './normalize-name.ts'

/** Words that say a name or an event is about somebody else's music. They need no capital and no order. */
const tributes =
  /\b(?:tributes?|tributo|hommage|homage|salutes?|cover band|coverband|celebrating|celebration|celebrates|the (?:music|songs|sound) of|(?:songs|gospel|music) of|a night of|evening of|performed by|performs|plays the music|candlelight|reimagined)\b/
/** Further words that turn the title of an event into somebody else's evening. */
const evenings =
  /\b(?:the .*(?:story|experience|show|legacy)|story songs|symphon\w*|philharmon\w*|book tour|vs)\b/

/**
 * The word that marks a name as a tribute to somebody, or null. Not every tribute band says so: the Iron
 * Maidens do not.
 *
 * @example
 * tributeMarker('Bearly Dead, Grateful Dead tribute band') // 'tribute'
 */
export const tributeMarker = (text: string): string | null =>
  tributes.exec(tokens(text).join(' '))?.[0] ?? null

/** The same for the title of an event, where more words are suspect. */
export const tributeEventMarker = (title: string): string | null =>
  tributeMarker(title) ?? evenings.exec(tokens(title).join(' '))?.[0] ?? null
