import { days, hours, minutes, seconds } from '../core/duration.ts'

/** A duration for people: `1.4 s`, `7 min`, `3 h 20 min`, `2 d 4 h`. */
export function durationWords(ms: number): string {
  if (ms < seconds(1)) return `${Math.round(ms)} ms`
  if (ms < minutes(1)) return `${(ms / seconds(1)).toFixed(ms < seconds(10) ? 1 : 0)} s`
  if (ms < hours(1)) return `${Math.floor(ms / minutes(1))} min`
  const [whole, part, big, small] =
    ms < days(1) ? [hours(1), minutes(1), 'h', 'min'] : [days(1), hours(1), 'd', 'h']
  const rest = Math.floor((ms % whole) / part)
  return rest === 0 ? `${Math.floor(ms / whole)} ${big}` : `${Math.floor(ms / whole)} ${big} ${rest} ${small}`
}

export const percentWords = (share: number): string => `${Number((share * 100).toFixed(1))} %`

/** An instant for people: `2026-11-21 12:00:05 UTC`. */
export const instantWords = (at: Date): string =>
  at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
