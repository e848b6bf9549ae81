/** Text without stray spaces; null when nothing is left. */
export function tidy(text: string | null | undefined): string | null {
  return text?.replace(/\s+/gu, ' ').trim() || null
}

/** An address that a page may link to. */
export function webUrl(text: string | null | undefined): string | null {
  if (!text || !/^https?:\/\//i.test(text)) return null
  return URL.canParse(text) ? text : null
}

/** Two letters; anything else names no country. */
export function countryCodeOf(text: string | null | undefined): string | null {
  const code = tidy(text)?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) ? code : null
}
