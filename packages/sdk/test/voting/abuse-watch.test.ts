import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { days, seconds } from '../../src/core/duration.ts'
import { type AbuseOptions, toAbuseRules, toQuarantineReason } from '../../src/voting/abuse-rules.ts'
import { createAbuseWatch, type WatchedCast } from '../../src/voting/create-abuse-watch.ts'

const startMs = Date.parse('2026-11-21T20:00:00Z')

/** A watch that is told of ballots at milliseconds from the start, each of which is stored unless it is not. */
function watching(options: AbuseOptions) {
  const watch = createAbuseWatch(
    toAbuseRules({ burst: false, sharedDevice: false, everything: false, ...options }),
  )
  return (
    song: number | string,
    atMs: number,
    {
      fanId = 'a',
      deviceKey = null as string | null,
      showId = 'show',
      setlistId = 'setlist',
      votableSongs = 20,
      isStored = true,
    } = {},
  ) => {
    const place: WatchedCast['place'] = { setlistId, showId, votableSongs, timeZone: 'UTC' }
    const at = new Date(startMs + atMs)
    const { reason, settle } = watch.judge({ fanId, setlistSongId: `song ${song}`, deviceKey, at, place })
    const earlier = settle(isStored)
    return { code: reason && toQuarantineReason(reason).code, earlier }
  }
}
const fine = { code: null, earlier: [] }

describe('a burst', () => {
  const burst = { ballots: 3, windowMs: seconds(10) }

  it('is more ballots of one fan within the window than allowed; those before it are part of it, once', () => {
    const cast = watching({ burst })
    for (const song of [1, 2, 3]) expect(cast(song, song * 1000)).toEqual(fine)
    expect(cast(4, 4000)).toEqual({ code: 'burst', earlier: ['song 1', 'song 2', 'song 3'] })
    expect(cast(5, 5000)).toEqual({ code: 'burst', earlier: [] })
  })

  it('is none when the same ballots come more slowly, or from several fans', () => {
    const cast = watching({ burst })
    for (let song = 0; song < 30; song++) expect(cast(song, song * 3400)).toEqual(fine)
    for (let fan = 0; fan < 30; fan++) expect(cast(fan, 200_000, { fanId: `fan ${fan}` })).toEqual(fine)
  })

  it('is not made of one ballot that is asked for again and again', () => {
    const cast = watching({ burst })
    for (let time = 0; time < 20; time++) expect(cast(1, time, { isStored: time === 0 })).toEqual(fine)
    expect([cast(2, 30), cast(3, 40)]).toEqual([fine, fine])
    expect(cast(4, 50).code).toBe('burst')
  })

  it('is not made of ballots that were not stored', () => {
    const cast = watching({ burst })
    for (let song = 0; song < 3; song++) cast(song, song, { isStored: false })
    for (let song = 3; song < 6; song++) expect(cast(song, song)).toEqual(fine)
  })
})

describe('votes for everything', () => {
  const everything = { share: 0.9, minSongs: 8, windowMs: seconds(5) }

  it('are those for nearly every song of a setlist within the window', () => {
    const cast = watching({ everything })
    for (let song = 1; song < 9; song++) {
      expect(cast(song, song * 100, { votableSongs: 10 }), `${song}`).toEqual(fine)
    }
    const ninth = cast(9, 900, { votableSongs: 10 })
    expect(ninth.code).toBe('everything')
    expect(ninth.earlier).toHaveLength(8)
  })

  it('are fine when a fan takes the time to read, on a short setlist, or over several setlists', () => {
    const cast = watching({ everything })
    for (let song = 0; song < 10; song++) {
      expect(cast(song, song * 700, { votableSongs: 10 })).toEqual(fine)
      expect(cast(`${song} b`, 20_000 + song, { votableSongs: 7, setlistId: 'short' })).toEqual(fine)
      expect(
        cast(`${song} c`, 40_000 + song, { votableSongs: 10, setlistId: `of show ${song % 2}` }),
      ).toEqual(fine)
    }
  })
})

describe('a shared device', () => {
  const sharedDevice = { fans: 2, windowMs: days(1) }

  it('has more fans on one show than allowed; those who were there first keep their places', () => {
    const cast = watching({ sharedDevice })
    const from = (fanId: string, atMs: number, showId = 'show') =>
      cast(1, atMs, { fanId, deviceKey: 'kitchen', showId }).code
    expect([from('a', 0), from('b', 1), from('c', 2), from('a', 3), from('c', 4)]).toEqual([
      null,
      null,
      'shared-device',
      null,
      'shared-device',
    ])
    expect(from('c', 5, 'another show')).toBeNull()
    expect(from('c', days(1) + 2)).toBeNull()
  })

  it('is nothing where no device is named', () => {
    const cast = watching({ sharedDevice })
    for (let fan = 0; fan < 20; fan++) expect(cast(1, fan, { fanId: `${fan}` })).toEqual(fine)
  })
})

describe('the watch', () => {
  it('never suspects a fan who stays below every threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), (songs) => {
        const cast = watching({ burst: { ballots: 5, windowMs: 1000 }, everything: { minSongs: 8 } })
        for (const [index, song] of songs.entries()) {
          expect(cast(song, index * 250, { votableSongs: 41 })).toEqual(fine)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is told its thresholds by options, and refuses those that cannot be meant', () => {
    expect(toAbuseRules({ burst: false }).burst).toBeNull()
    expect(toAbuseRules({ burst: { ballots: 7 } }).burst).toEqual({ ballots: 7, windowMs: seconds(10) })
    expect(() => toAbuseRules({ burst: { ballots: 0 } })).toThrow('{ burst: { ballots: 30 } }')
    expect(() => toAbuseRules({ sharedDevice: { fans: 2.5 } })).toThrow('{ sharedDevice: { fans: 5 } }')
    expect(() => toAbuseRules({ everything: { share: 1.1 } })).toThrow('{ everything: { share: 0.9 } }')
    expect(() => toAbuseRules({ everything: { windowMs: 0 } })).toThrow('windowMs')
  })
})

describe('a reason for quarantine', () => {
  it('has a code to branch on and a text to show; any other text is an operator’s', () => {
    expect(toQuarantineReason('burst: more than 30 ballots within 10 seconds')).toEqual({
      code: 'burst',
      text: 'more than 30 ballots within 10 seconds',
    })
    expect(toQuarantineReason('looks bought')).toEqual({ code: 'operator', text: 'looks bought' })
  })
})
