/** What a date looks like inside a stored value; JSON alone would make a text of it. */
const dateField = '$date'
const mayHoldDates = `{"${dateField}":`

/** A value as text: JSON that keeps dates. */
export function toCacheText(value: unknown): string {
  return JSON.stringify(value ?? null, function (this: Record<string, unknown>, key, said: unknown) {
    const raw = this[key]
    return raw instanceof Date ? { [dateField]: raw.getTime() } : said
  })
}

/** Throws for text that is not JSON. */
export function fromCacheText(text: string): unknown {
  if (!text.includes(mayHoldDates)) return JSON.parse(text)
  return JSON.parse(text, (_key, said: unknown) => {
    const isDate = typeof said === 'object' && said !== null && dateField in said
    return isDate ? new Date(said[dateField] as number) : said
  })
}
