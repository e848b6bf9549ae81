import { describe, expect, it } from 'vitest'
import { reasonFor } from '../../src/prediction/reason-for.ts'

/** Song 1 is played where there is a star; the letter is the tour. */
const evenings = (text: string) =>
  text.split(' ').map((evening) => ({
    tour: evening.charAt(0),
    played: new Set(evening.endsWith('*') ? [0, 1] : [0]),
  }))

describe('the reason of a song', () => {
  it.each([
    ['a*', 'b', 'played at the last show'],
    ['a a*', 'b', 'played at 1 of the last 2 shows'],
    ['a* a a*', 'a', 'played at 2 of the last 3 shows of this tour'],
    ['b* b* b* b* a a* a*', 'a', 'played at 2 of the last 3 shows of this tour'],
    ['b* b* b* b* a a*', 'a', 'played at 5 of the last 6 shows'],
    ['a* a a a a a a a a a a', 'b', 'played once, 11 shows ago'],
    ['a a a a a a a a a a a*', 'b', 'played once, at the last show'],
    ['a* a* a a a a a a a a a a', 'b', 'played twice, last time 11 shows ago'],
    ['a* a a a* a a a* a a a a a a a a a a', 'b', 'played about every 3 shows, last time 11 shows ago'],
  ])('after %s, on tour %s: %s', (past, tour, reason) => {
    expect(reasonFor(1, evenings(past), tour)).toBe(reason)
  })
})
