/** Letters of the Latin and Greek alphabets that Unicode does not take apart, as other services type them. */
const typedLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
}

/** Symbols that stand for a letter inside a name: P!nk, A$AP, Ke$ha. */
const letterSymbols: Readonly<Record<string, string>> = { $: 's', '!': 'i', '@': 'a', '€': 'e' }

const onlyAscii = /^[ -~]*$/
/**
 * Accents, Hebrew points and Arabic vowel signs. Not all of \p{Mn}: the voicing marks of kana (カ, ガ) and the
 * vowel signs of Indic scripts and Thai are letters to their readers.
 */
const accents =
  /[[\p{Mn}&&[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]]--[\u3099\u309A]]/gv
const singleQuotes = /[‘’‚‛ʹʻʼʽ′`]/g
const doubleQuotes = /[“”„‟″«»]/g
const dashes = /[\p{Pd}−]/gu
const slashes = /[⁄∕]/g
const tradeMarks = /[™®©℠℗]/g
const typedLetter = /[ßæœøłđðþħıς]/g

/**
 * One spelling for what people and services type differently: compatibility forms and accents folded, lower
 * case without a locale, one kind of quote, dash and slash, single spaces and none around a hyphen. Every script
 * stays as it is, and so does all punctuation. Idempotent; never empty unless the text is blank.
 *
 * @example
 * normalizeName('Sigur  Rós') // 'sigur ros'
 * normalizeName('JAY – Z') // 'jay-z'
 * normalizeName('!!!') // '!!!'
 */
export function normalizeName(text: string): string {
  const unified = onlyAscii.test(text) ? text.replaceAll('`', "'").toLowerCase() : unify(text)
  const name = unified
    .replace(/\s+/g, ' ')
    .replace(/ ?-+ ?/g, '-')
    .trim()
  return name === '' ? text.trim() : name
}

function unify(text: string): string {
  return text
    .replaceAll('´', "'")
    .replace(tradeMarks, '')
    .normalize('NFKD')
    .replace(accents, '')
    .replace(/\p{Cf}/gu, '')
    .replace(singleQuotes, "'")
    .replace(doubleQuotes, '"')
    .replace(dashes, '-')
    .replace(slashes, '/')
    .toLowerCase()
    .replace(typedLetter, (letter) => typedLetters[letter]!)
    .normalize('NFC')
}

const acronym = /(?<![\p{L}\p{N}.])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu
const weakPunctuation = /[[\p{P}^\|~<>`]--[&\/#@%!?*]]+/gv
const letterOrDigit = /[\p{L}\p{N}\p{M}]/u

/**
 * Drops what is spelled at will in names and titles: dots of acronyms, separators of thousands, quotes.
 * Takes text that `normalizeName` made.
 */
export function withoutSpellingMarks(name: string): string {
  return name
    .replace(acronym, (letters) => letters.replaceAll('.', ''))
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/['"]/g, '')
}

/**
 * The key under which one name meets itself across services. Punctuation that services drop is gone; symbols
 * that tell names apart stay: `AC/DC` is not `ACDC`, `&` is not `and`, `P!nk` is not `Pink`.
 * Never empty unless the text is blank.
 *
 * @example
 * nameKey('Guns N’ Roses') === nameKey('Guns N Roses') // true
 * nameKey('R.E.M.') // 'rem'
 * nameKey('AC/DC') // 'ac/dc'
 */
export function nameKey(text: string): string {
  const name = normalizeName(text)
  const key = withoutSpellingMarks(name)
    .replace(/[!?*]+/g, (run, at: number, all: string) => (insideWord(all, at, run.length) ? run : ' '))
    .replace(weakPunctuation, ' ')
    .replace(/&/g, ' & ')
    .replace(/ +/g, ' ')
    .replace(/ ?\/ ?/g, '/')
    .trim()
  return key === '' ? name : key
}

function insideWord(text: string, at: number, length: number): boolean {
  return letterOrDigit.test(text.charAt(at - 1)) && letterOrDigit.test(text.charAt(at + length))
}

/**
 * A key for scoring, not for identity: folds what `nameKey` keeps apart, and the leading article.
 *
 * @example
 * looseNameKey('Florence + The Machine') === looseNameKey('Florence and the Machine') // true
 * looseNameKey('AC/DC') === looseNameKey('ACDC') // true
 * looseNameKey('Beatles, The') === looseNameKey('The Beatles') // true
 */
export function looseNameKey(text: string): string {
  const words = tokens(text.replace(/, the\s*$/i, ''))
  return (words.length > 1 && words[0] === 'the' ? words.slice(1) : words).join(' ')
}

/**
 * The words of a name for searching one name inside another, symbols folded as in `looseNameKey`.
 * A script written without spaces gives one token.
 *
 * @example
 * tokens('Nick Cave & The Bad Seeds') // ['nick', 'cave', 'and', 'the', 'bad', 'seeds']
 */
export function tokens(name: string): string[] {
  const key = nameKey(name)
  const words = key.split(' ').map(foldWord).filter(Boolean)
  return words.length > 0 ? words : key === '' ? [] : [key]
}

const foldWord = (word: string): string =>
  word === '&' || word === '+'
    ? 'and'
    : word.replace(/[$!@€]/g, (symbol) => letterSymbols[symbol]!).replace(/[\p{S}/#%?*]/gu, '')
