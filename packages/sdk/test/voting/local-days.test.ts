import { describe, expect, it } from 'vitest'
import { hasCode } from '../../src/core/errors.ts'
import { createLocalDays, nextDayAt } from '../../src/voting/local-days.ts'

const next = (at: string, timeZone: string) => nextDayAt(new Date(at), timeZone).toISOString()

describe('the next day of a time zone', () => {
  it('begins at its midnight', () => {
    expect(next('2026-06-15T12:00:00Z', 'UTC')).toBe('2026-06-16T00:00:00.000Z')
    expect(next('2026-06-15T12:00:00Z', 'Europe/Berlin')).toBe('2026-06-15T22:00:00.000Z')
    expect(next('2026-06-15T12:00:00Z', 'America/Los_Angeles')).toBe('2026-06-16T07:00:00.000Z')
    expect(next('2026-06-15T12:00:00Z', 'Asia/Kathmandu')).toBe('2026-06-15T18:15:00.000Z')
  })

  it('is a whole day away at its midnight, and a millisecond before the end', () => {
    expect(next('2026-06-15T22:00:00.000Z', 'Europe/Berlin')).toBe('2026-06-16T22:00:00.000Z')
    expect(next('2026-06-15T21:59:59.999Z', 'Europe/Berlin')).toBe('2026-06-15T22:00:00.000Z')
  })

  it('comes after 25 hours when the clocks go back, and after 23 when they go forward', () => {
    expect(next('2026-10-24T22:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
    expect(next('2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
    expect(next('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
  })

  it('begins at one o’clock where the clocks go forward at midnight, and follows a day that is left out', () => {
    expect(next('2026-04-23T12:00:00Z', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z')
    expect(next('2011-12-29T20:00:00Z', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
  })

  it('is refused where there is no such time zone', () => {
    for (const timeZone of ['Mars/Olympus', '', 'UTC\0']) {
      expect(() => nextDayAt(new Date(0), timeZone)).toThrow('IANA')
    }
  })
})

describe('days that are remembered', () => {
  it('are the same as those that are looked up, whichever way time goes', () => {
    const dayOf = createLocalDays()
    const at = (time: string) => dayOf(new Date(time), 'Europe/Berlin')
    expect(at('2026-10-25T22:59:59.999Z')).toMatchObject({ day: '2026-10-25' })
    expect(at('2026-10-25T23:00:00Z')).toMatchObject({ day: '2026-10-26' })
    expect(at('2026-10-24T22:00:00Z')).toMatchObject({
      day: '2026-10-25',
      endsAt: new Date('2026-10-25T23:00:00Z'),
    })
    expect(at('2026-10-24T21:59:59Z')).toMatchObject({ day: '2026-10-24' })
  })

  it('are none in a time zone that is none', () => {
    expect(() => createLocalDays()(new Date(0), 'Nowhere')).toThrow(
      expect.toSatisfy((error) => hasCode(error, 'invalid-input')),
    )
  })
})
