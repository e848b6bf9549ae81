import type { Image as DomainImage } from '../../domain/image.ts'
import { LocalDay, LocalTime } from '../../domain/local-day.ts'
import type { Image } from './schemas.ts'

/** Values of the wire, read with care: what does not make sense is null. */

/** Text without stray spaces; null when nothing is left. */
export function tidy(text: string | null | undefined): string | null {
  return text?.replace(/\s+/gu, ' ').trim() || null
}

/** An address that a page may link to; one without a scheme is of the web as well. */
export function webUrl(text: string | null | undefined): string | null {
  const address = text?.startsWith('//') ? `https:${text}` : text
  if (!address || !/^https?:\/\//i.test(address)) return null
  return URL.canParse(address) ? address : null
}

/** The years up to this one are placeholders: `1900-01-01T18:00:00Z` stands for "no such day". */
const lastPlaceholderYear = 1970

export function instant(text: string | null | undefined): Date | null {
  if (!text) return null
  const at = new Date(text)
  return at.getUTCFullYear() > lastPlaceholderYear ? at : null
}

export function localDay(text: string | null | undefined): LocalDay | null {
  const parsed = LocalDay.safeParse(text)
  return parsed.success && Number(parsed.data.slice(0, 4)) > lastPlaceholderYear ? parsed.data : null
}

export function localTime(text: string | null | undefined): string | null {
  const parsed = LocalTime.safeParse(text)
  return parsed.success ? parsed.data : null
}

export function timeZone(text: string | null | undefined): string | null {
  if (!text) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    return null
  }
}

export function finite(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Two letters; anything else names no country. */
export function countryCodeOf(text: string | null | undefined): string | null {
  const code = tidy(text)?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) ? code : null
}

/** Pictures with an address; sizes that cannot be are left open. */
export function toImages(images: readonly Image[] | null | undefined): DomainImage[] {
  return (images ?? []).flatMap(({ url, width, height, fallback, attribution }) => {
    const address = webUrl(url)
    if (address === null) return []
    const size = (length: number | null | undefined) =>
      Number.isSafeInteger(length) && Number(length) > 0 ? Number(length) : null
    return {
      url: address,
      width: size(width),
      height: size(height),
      fallback: fallback ?? false,
      credit: tidy(attribution),
    }
  })
}
