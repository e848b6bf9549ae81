import { describe, expect, it } from 'vitest'
import type { MatchOverride } from '../../src/matching/identity.ts'
import { matchVenue, type VenueClues } from '../../src/matching/match-venue.ts'
import { type Fixture, fixtures } from './fixtures.ts'

interface VenueCase extends Fixture {
  readonly a: VenueClues
  readonly b: VenueClues
  readonly overrides?: readonly MatchOverride[]
}

for (const truth of ['same', 'different'] as const) {
  describe(`venues that are ${truth}`, () => {
    for (const { name, why, a, b, overrides, verdict } of fixtures<VenueCase>(`venue/${truth}`)) {
      it(`${name}: ${why}`, () => {
        const forth = matchVenue(a, b, { overrides })
        const back = matchVenue(b, a, { overrides })
        expect(forth, JSON.stringify(forth)).toMatchObject({ outcome: verdict })
        expect({ outcome: back.outcome, score: back.score }).toEqual({
          outcome: forth.outcome,
          score: forth.score,
        })
        expect(forth.outcome).not.toBe(truth === 'same' ? 'different' : 'same')
      })
    }
  })
}

describe('coordinates of a city', () => {
  it('never count as those of a hall', () => {
    const hall = {
      name: 'Altice Arena',
      city: 'Lisbon',
      coordinates: { latitude: 38.7684, longitude: -9.0942 },
    }
    const codes = (other: VenueClues) => matchVenue(hall, other).reasons.map(({ code }) => code)
    expect(codes({ name: 'Plano B', city: 'Lisbon', cityCoordinates: hall.coordinates })).not.toContain(
      'near',
    )
    expect(codes({ name: 'Plano B', city: 'Lisbon', coordinates: hall.coordinates })).toContain('near')
  })
})
