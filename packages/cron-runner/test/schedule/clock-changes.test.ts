import { describe, expect, it } from 'vitest'
import { clockChanges } from '../../src/schedule/clock-changes.ts'
import { createSchedule } from '../../src/schedule/schedule.ts'

const year = { after: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') }
const notes = (cron: string, timeZone: string) =>
  clockChanges(createSchedule({ cron, timeZone }), year).map(({ note }) => note)

describe('what changes of the clocks do to a schedule', () => {
  it.each([
    [
      '30 2 * * *',
      'Europe/Berlin',
      [
        'On 2026-03-29 clocks skip 02:00 to 03:00: 1 due time is moved to 03:00',
        'On 2026-10-25 clocks show 02:00 to 03:00 twice: 1 due time is due once, at the first',
      ],
    ],
    [
      '*/15 2 * * *',
      'Europe/Berlin',
      [
        'On 2026-03-29 clocks skip 02:00 to 03:00: 4 due times are left out',
        'On 2026-10-25 clocks show 02:00 to 03:00 twice: 4 due times are due twice',
      ],
    ],
    [
      '0 9 * * *',
      'America/New_York',
      [
        'On 2026-03-08 clocks skip 02:00 to 03:00: nothing is due then',
        'On 2026-11-01 clocks show 01:00 to 02:00 twice: nothing is due then',
      ],
    ],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      [
        'On 2026-04-05 clocks show 01:30 to 02:00 twice: nothing is due then',
        'On 2026-10-04 clocks skip 02:00 to 02:30: 1 due time is moved to 02:30',
      ],
    ],
    [
      '@daily',
      'America/Santiago',
      [
        'On 2026-04-04 clocks show 23:00 to 00:00 twice: nothing is due then',
        'On 2026-09-06 clocks skip 00:00 to 01:00: 1 due time is moved to 01:00',
      ],
    ],
    ['0 0 * * *', 'UTC', []],
  ])('is said: %s in %s', (cron, timeZone, expected) => {
    expect(notes(cron, timeZone)).toEqual(expected)
  })
})
