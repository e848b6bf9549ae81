import { describe, expect, it } from 'vitest'
import type { MatchOverride } from '../../src/matching/identity.ts'
import { matchSong, type SongClues, type SongRelation } from '../../src/matching/match-song.ts'
import { type Fixture, fixtures } from './fixtures.ts'

interface SongCase extends Fixture {
  readonly a: SongClues
  readonly b: SongClues
  readonly relation?: SongRelation
  readonly overrides?: readonly MatchOverride[]
}

for (const truth of ['same', 'different'] as const) {
  describe(`songs that are ${truth}`, () => {
    for (const { name, why, a, b, overrides, verdict, relation = null } of fixtures<SongCase>(
      `song/${truth}`,
    )) {
      it(`${name}: ${why}`, () => {
        const forth = matchSong(a, b, { overrides })
        const back = matchSong(b, a, { overrides })
        expect(forth, JSON.stringify(forth)).toMatchObject({ outcome: verdict, relation })
        expect([back.outcome, back.score, back.relation]).toEqual([
          forth.outcome,
          forth.score,
          forth.relation,
        ])
        expect(forth.outcome).not.toBe(truth === 'same' ? 'different' : 'same')
      })
    }
  })
}
