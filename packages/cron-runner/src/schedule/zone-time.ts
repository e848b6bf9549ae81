import { InvalidOptionsError } from '@setvote/sdk'

/** @throws InvalidOptionsError for a time zone that this machine does not know. */
export function checkTimeZone(timeZone: string): void {
  try {
    if (typeof timeZone === 'string') return void new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    // Not one that is known.
  }
  throw new InvalidOptionsError(
    `There is no time zone '${String(timeZone)}': write one such as 'Europe/Berlin' or 'UTC'`,
  )
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function offsetOf(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes, seconds] = /GMT([+-])(\d+):?(\d+)?:?(\d+)?/.exec(name) ?? []
    if (!hours) return 0
    const ms = ((Number(hours) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000
    return sign === '-' ? -ms : ms
  }
}

/** What the clocks of a zone show at an instant: `2026-10-25 02:30:00`. */
export function wallTimeOf(at: Date, offsetMs: number): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 19).replace('T', ' ')
}
