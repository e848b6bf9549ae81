import { describe, expect, it } from 'vitest'
import { days } from '../../../src/core/duration.ts'
import { limitsOf } from '../../../src/sandbox/limits/limits.ts'
import { createMeter, type Metered } from '../../../src/sandbox/limits/meter.ts'

const start = Date.parse('2026-11-21T10:00:00Z')
const instant = (ms: number) => new Date(start + ms)

function takeAll(
  service: 'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz',
  arrivals: readonly number[],
) {
  const meter = createMeter(limitsOf({}, 'extended'))
  return arrivals.map((ms) => meter.take(service, instant(ms)).status)
}

describe('the meter', () => {
  it.each([
    ['ticketmaster', 5],
    ['setlistfm', 2],
    ['musicbrainz', 1],
  ] as const)('lets %s take %i calls in one second and refuses the next', (service, perSecond) => {
    const statuses = takeAll(service, Array(perSecond + 1).fill(0))
    expect(statuses.filter((status) => status === 'granted')).toHaveLength(perSecond)
    expect(statuses.at(-1)).toBe('too-fast')
  })

  it.each([
    ['ticketmaster', 200],
    ['setlistfm', 500],
    ['musicbrainz', 1000],
  ] as const)(
    'never refuses a caller of %s who keeps the pace with a few milliseconds of jitter',
    (service, gap) => {
      const arrivals = Array.from({ length: 60 }, (_, index) => index * gap + (index % 3) * 15)
      expect(new Set(takeAll(service, arrivals))).toEqual(new Set(['granted']))
    },
  )

  it('makes the wait longer for those who hammer Spotify while it refuses', () => {
    const patient = createMeter(limitsOf({ spotify: { perThirtySeconds: 3 } }, 'extended'))
    const impatient = createMeter(limitsOf({ spotify: { perThirtySeconds: 3 } }, 'extended'))
    for (const meter of [patient, impatient]) for (const ms of [0, 1, 2]) meter.take('spotify', instant(ms))
    for (const ms of [10_000, 20_000, 25_000]) impatient.take('spotify', instant(ms))
    expect(patient.take('spotify', instant(27_500)).status).toBe('granted')
    expect(impatient.take('spotify', instant(27_500)).status).toBe('too-fast')
  })

  it('promises a wait after which a call is granted', () => {
    const meter = createMeter(limitsOf({ spotify: { perThirtySeconds: 2 } }, 'extended'))
    const taken = [0, 400, 500, 900].map((ms) => meter.take('spotify', instant(ms)))
    const { waitMs } = taken.at(-1) as Extract<Metered, { status: 'too-fast' }>
    expect(meter.take('spotify', instant(900 + waitMs)).status).toBe('granted')
  })

  it('begins a day with its first call and refills it 24 hours later', () => {
    const meter = createMeter(limitsOf({ ticketmaster: { perSecond: 1000, perDay: 3 } }, 'extended'))
    const standings = [0, 1, 2].map((ms) => meter.take('ticketmaster', instant(ms)))
    expect(standings.map((taken) => taken.status === 'granted' && taken.day?.available)).toEqual([2, 1, 0])
    expect(meter.take('ticketmaster', instant(3))).toEqual({ status: 'day-exhausted', waitMs: days(1) - 3 })
    expect(meter.take('ticketmaster', instant(days(1) - 1)).status).toBe('day-exhausted')
    expect(meter.take('ticketmaster', instant(days(1))).status).toBe('granted')
  })

  it('does not spend the day on calls that came too fast', () => {
    const meter = createMeter(limitsOf({ setlistfm: { perSecond: 1, perDay: 2 } }, 'extended'))
    for (const ms of [0, 1, 2, 3]) meter.take('setlistfm', instant(ms))
    expect(meter.take('setlistfm', instant(2000)).status).toBe('granted')
  })

  it('gives a development app of Spotify a day, and the other tiers none', () => {
    expect(limitsOf({}, 'development').spotify.perDay).toBe(1000)
    expect(limitsOf({}, 'legacy').spotify.perDay).toBeNull()
    expect(limitsOf({ spotify: { perDay: 10 } }, 'extended').spotify.perDay).toBe(10)
    expect(limitsOf({ spotify: { perDay: null } }, 'development').spotify.perDay).toBeNull()
  })

  it('switches one service off, or all', () => {
    const off = { pace: null, perDay: null }
    expect(limitsOf({ ticketmaster: false }, 'extended')).toMatchObject({
      ticketmaster: off,
      setlistfm: { perDay: 1440 },
    })
    expect(limitsOf(false, 'development')).toEqual({
      spotify: off,
      ticketmaster: off,
      setlistfm: off,
      musicbrainz: off,
    })
  })
})
