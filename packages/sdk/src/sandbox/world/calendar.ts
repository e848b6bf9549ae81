const dayMs = 86_400_000

/** `YYYY-MM-DD` moved by whole days. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10)
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

/** Turns wall-clock time in a time zone into an ISO instant. */
export type ToInstant = (day: string, time: string, timeZone: string) => string

/**
 * Makes a `ToInstant` that remembers the formatter of each zone, for making one is slow. A wall-clock time that
 * a change of summer time skips or repeats gives one of the neighbouring instants.
 */
export function createToInstant(): ToInstant {
  const formatters = new Map<string, Intl.DateTimeFormat>()

  function wallClockAsUtc(instant: number, timeZone: string): number {
    const formatter = formatters.get(timeZone) ?? createFormatter(timeZone)
    formatters.set(timeZone, formatter)
    const parts: Record<string, number> = {}
    for (const part of formatter.formatToParts(instant)) parts[part.type] = Number(part.value)
    return Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!)
  }

  return (day, time, timeZone) => {
    const wanted = Date.parse(`${day}T${time}Z`)
    const guess = wanted - (wallClockAsUtc(wanted, timeZone) - wanted)
    const instant = guess - (wallClockAsUtc(guess, timeZone) - wanted)
    return new Date(instant).toISOString().replace('.000Z', 'Z')
  }
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}
