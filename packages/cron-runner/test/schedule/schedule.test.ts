import { hasCode } from '@setvote/sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSchedule } from '../../src/schedule/schedule.ts'

const at = (text: string) => new Date(text)
const from = (cron: string, timeZone: string, after: string, count: number) => {
  const schedule = createSchedule({ cron, timeZone })
  const slots: string[] = []
  let slot = schedule.nextAfter(at(after))
  while (slot && slots.length < count) {
    slots.push(slot.toISOString().replace('.000Z', 'Z'))
    slot = schedule.nextAfter(slot)
  }
  return slots
}

describe('a schedule', () => {
  it('is due at its times, in its zone', () => {
    expect(from('0 */6 * * *', 'UTC', '2026-11-21T11:59:59.999Z', 2)).toEqual([
      ...['2026-11-21T12:00:00Z', '2026-11-21T18:00:00Z'],
    ])
    expect(from('0 9 * * 1', 'America/New_York', '2026-11-21T12:00:00Z', 1)).toEqual(['2026-11-23T14:00:00Z'])
    expect(from('@daily', 'Asia/Kolkata', '2026-11-21T12:00:00Z', 1)).toEqual(['2026-11-21T18:30:00Z'])
    expect(from('*/15 * * * * *', 'UTC', '2026-11-21T12:00:00Z', 2)).toEqual([
      ...['2026-11-21T12:00:15Z', '2026-11-21T12:00:30Z'],
    ])
  })

  it('knows the last due time, this second included', () => {
    const { previousAtOrBefore, isDue } = createSchedule({ cron: '*/30 * * * *' })
    const noon = at('2026-11-21T12:00:00Z')
    expect(previousAtOrBefore(noon)).toEqual(noon)
    expect(previousAtOrBefore(at('2026-11-21T12:00:00.001Z'))).toEqual(noon)
    expect(previousAtOrBefore(at('2026-11-21T11:59:59.999Z'))).toEqual(at('2026-11-21T11:30:00Z'))
    expect([isDue(noon), isDue(at('2026-11-21T12:00:00.001Z'))]).toEqual([true, false])
  })

  it('lists what is due between two instants, of too many the latest', () => {
    const { slotsBetween } = createSchedule({ cron: '*/10 * * * *' })
    const range = { after: at('2026-11-21T12:00:00Z'), until: at('2026-11-21T12:30:00Z') }
    expect(slotsBetween(range).map((slot) => slot.getUTCMinutes())).toEqual([10, 20, 30])
    expect(slotsBetween({ ...range, limit: 2 }).map((slot) => slot.getUTCMinutes())).toEqual([20, 30])
    expect(slotsBetween({ after: range.until, until: range.after })).toEqual([])
  })

  it('goes forth and back over the same times, also where clocks change', () => {
    const crons = ['30 2 * * *', '*/20 2 * * *', '*/30 * * * *', '0,30 1-3 * * *', '0 0 * * 0', '15 2 29 2 *']
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'UTC']
    fc.assert(
      fc.property(
        fc.constantFrom(...crons),
        fc.constantFrom(...zones),
        fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        (cron, timeZone, after) => {
          const { nextAfter, previousAtOrBefore } = createSchedule({ cron, timeZone })
          const next = nextAfter(after)!
          expect(next > after).toBe(true)
          expect(previousAtOrBefore(next)).toEqual(next)
          const before = previousAtOrBefore(new Date(next.getTime() - 1))!
          expect(before <= after).toBe(true)
          expect(nextAfter(before)).toEqual(next)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a schedule that is asked again and again', () => {
  it('answers as one that is asked for the first time', () => {
    const range = { min: at('2026-10-24T22:00:00Z'), max: at('2026-10-25T06:00:00Z'), noInvalidDate: true }
    const exact = fc.constantFrom('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T01:00:00Z')
    const question = fc.record({
      verb: fc.constantFrom('nextAfter', 'previousAtOrBefore'),
      instant: fc.oneof(fc.date(range), exact.map(at)),
    })
    fc.assert(
      fc.property(
        fc.constantFrom('30 2 * * *', '*/30 * * * *', '*/7 * * * * *'),
        fc.array(question, { minLength: 2, maxLength: 20 }),
        (cron, questions) => {
          const zone = { cron, timeZone: 'Europe/Berlin' }
          const asked = createSchedule(zone)
          for (const { verb, instant } of questions) {
            expect(asked[verb](instant)).toEqual(createSchedule(zone)[verb](instant))
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a time that a day does not have', () => {
  it('is due at the first instant after the gap', () => {
    expect(from('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      ...['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z'],
    ])
    expect(from('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2)).toEqual([
      ...['2026-03-08T07:00:00Z', '2026-03-09T06:30:00Z'],
    ])
  })

  it('is one due time with the others that are missing', () => {
    expect(from('0,30 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3)).toEqual([
      ...['2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:00:00Z'],
    ])
  })

  it('is not due for what goes on and on', () => {
    expect(from('*/20 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 1)).toEqual(['2026-03-30T00:00:00Z'])
    expect(from('*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:15:00Z', 3)).toEqual([
      ...['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z'],
    ])
  })
})

describe('a time that a day has twice', () => {
  it('is due at the first', () => {
    expect(from('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      ...['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ])
    expect(from('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
      ...['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z'],
    ])
    expect(from('0,30 2,3 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 5)).toEqual([
      ...['2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z', '2026-10-25T02:30:00Z'],
      '2026-10-26T01:00:00Z',
    ])
  })

  it('is due at both for what goes on and on', () => {
    expect(from('*/30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 4)).toEqual([
      ...['2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'],
    ])
  })
})

describe('what cannot be a schedule', () => {
  it.each([
    ['every day', 'UTC', "A schedule cannot be 'every day': write five fields"],
    ['0 25 * * *', 'UTC', "A schedule cannot be '0 25 * * *' (Invalid value for hour: 25)"],
    ['0 0 30 2 *', 'UTC', "A schedule cannot be '0 0 30 2 *', which is never due"],
    ['2026-11-21T12:00:00Z', 'UTC', 'A schedule cannot be'],
    ['', 'UTC', 'A schedule cannot be'],
    ['0 0 * * *', 'Europe/Nowhere', "There is no time zone 'Europe/Nowhere'"],
  ])('is refused: %s in %s', (cron, timeZone, message) => {
    expect(() => createSchedule({ cron, timeZone })).toThrow(message)
    try {
      createSchedule({ cron, timeZone })
    } catch (error) {
      expect(hasCode(error, 'invalid-options')).toBe(true)
    }
  })
})
