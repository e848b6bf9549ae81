import { describe, expect, it } from 'vitest'
import { addDays, createToInstant } from '../../../src/sandbox/world/calendar.ts'
import { cities } from '../../../src/sandbox/world/geography.ts'

describe('the calendar of the world', () => {
  const toInstant = createToInstant()

  it.each([
    ['2026-12-01', '20:00:00', 'America/New_York', '2026-12-02T01:00:00Z'],
    ['2026-07-01', '20:00:00', 'America/New_York', '2026-07-02T00:00:00Z'],
    ['2026-07-01', '20:00:00', 'America/Phoenix', '2026-07-02T03:00:00Z'],
    ['2026-07-01', '20:00:00', 'Europe/Berlin', '2026-07-01T18:00:00Z'],
    ['2026-10-25', '19:00:00', 'Europe/Berlin', '2026-10-25T18:00:00Z'],
    ['2026-03-29', '19:00:00', 'Europe/London', '2026-03-29T18:00:00Z'],
    ['2026-11-01', '00:00:00', 'America/Chicago', '2026-11-01T05:00:00Z'],
  ])('turns %s %s in %s into %s', (day, time, zone, instant) => {
    expect(toInstant(day, time, zone)).toBe(instant)
  })

  it('adds days over months, leap days and years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  })

  it('knows about forty cities, each with a zone that exists', () => {
    expect(cities.length).toBeGreaterThanOrEqual(40)
    for (const city of cities) expect(toInstant('2026-01-01', '12:00:00', city.timeZone)).toMatch(/Z$/)
    expect(new Set(cities.map((city) => city.geoId)).size).toBe(cities.length)
  })
})
