import { describe, expect, it } from 'vitest'
import type { ArtistClues } from '../../src/matching/match-artist.ts'
import { type Lineup, lineupContains, matchLineup } from '../../src/matching/match-lineup.ts'
import { type Fixture, fixtures } from './fixtures.ts'

interface LineupCase extends Fixture {
  readonly lineup: Lineup
  readonly artist: ArtistClues
}

for (const truth of ['same', 'different'] as const) {
  describe(`lineups that ${truth === 'same' ? 'hold' : 'do not hold'} the artist`, () => {
    for (const { name, why, lineup, artist, verdict } of fixtures<LineupCase>(`lineup/${truth}`)) {
      it(`${name}: ${why}`, () => {
        const result = matchLineup(lineup, artist)
        expect(result, JSON.stringify(result)).toMatchObject({ outcome: verdict })
        expect(lineupContains(lineup, artist)).toBe(verdict === 'same')
        expect(result.outcome).not.toBe(truth === 'same' ? 'different' : 'same')
      })
    }
  })
}

it('says which attraction is the artist', () => {
  const lineup = { attractions: [{ name: 'Slipknot' }, { name: 'Knocked Loose' }] }
  expect(matchLineup(lineup, { name: 'Knocked Loose' }).attraction).toBe(1)
  expect(matchLineup(lineup, { name: 'Deftones' }).attraction).toBeNull()
})
