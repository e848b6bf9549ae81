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
  const value: unknown = JSON.parse(text)
  return text.includes(mayHoldDates) ? withDates(value) : value
}

/** In place: a reviver, called for everything there is, takes several times as long as the parsing. */
function withDates(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const record = value as Record<string, unknown>
  if (dateField in record) return new Date(record[dateField] as number)
  for (const key of Object.keys(record)) {
    if (typeof record[key] === 'object') record[key] = withDates(record[key])
  }
  return value
}
