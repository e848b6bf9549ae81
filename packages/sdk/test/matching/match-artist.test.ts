import { describe, expect, it } from 'vitest'
import type { MatchOverride } from '../../src/matching/identity.ts'
import { type ArtistClues, artistIds, matchArtist } from '../../src/matching/match-artist.ts'
import { type Fixture, fixtures } from './fixtures.ts'

interface ArtistCase extends Fixture {
  readonly a: ArtistClues
  readonly b: ArtistClues
  readonly overrides?: readonly MatchOverride[]
}

for (const truth of ['same', 'different'] as const) {
  describe(`artists that are ${truth}`, () => {
    for (const { name, why, a, b, overrides, verdict } of fixtures<ArtistCase>(`artist/${truth}`)) {
      it(`${name}: ${why}`, () => {
        const forth = matchArtist(a, b, { overrides })
        const back = matchArtist(b, a, { overrides })
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

describe('the reasons of an artist verdict', () => {
  it('says which witness joined the name', () => {
    const { reasons } = matchArtist(
      { name: 'Portishead', songTitles: ['Roads', 'Glory Box'] },
      { name: 'Portishead', songTitles: ['Glory Box', 'Roads - Live'] },
    )
    expect(reasons).toEqual([
      { code: 'same-name', weight: 0.5 },
      { code: 'shared-titles', detail: '2: glory box, roads', weight: 0.35 },
    ])
  })

  it('carries the note of the person who decided', () => {
    const id = { service: 'spotify', id: '1' }
    const verdict = matchArtist(
      { name: 'A', externalIds: [id] },
      { name: 'B', externalIds: [{ service: 'musicbrainz', id: '2' }] },
      {
        overrides: [
          { a: id, b: { service: 'musicbrainz', id: '2' }, outcome: 'different' },
          { a: { service: 'musicbrainz', id: '2' }, b: id, outcome: 'same', note: 'asked the band' },
        ],
      },
    )
    expect(verdict).toEqual({
      outcome: 'same',
      score: 1,
      reasons: [{ code: 'manual-override', detail: 'asked the band', weight: 1 }],
    })
  })

  it('ignores overrides about other ids', () => {
    const overrides = [
      { a: { service: 'spotify', id: '8' }, b: { service: 'spotify', id: '9' }, outcome: 'same' as const },
    ]
    expect(matchArtist({ name: 'A' }, { name: 'B' }, { overrides }).outcome).toBe('different')
  })
})

describe('ids in links', () => {
  it('reads artist pages and nothing else', () => {
    const links = [
      'https://open.spotify.com/artist/7Ln80lUS6He07XvHI8qqHH?autoplay=true',
      'https://open.spotify.com/album/7Ln80lUS6He07XvHI8qqHH',
      'https://musicbrainz.org/artist/ADA7A83C-E3E1-40F1-93F9-3E73DBC9298A/relationships',
      'https://evil.example/open.spotify.com/artist/0000000000000000000000',
    ].map((url) => ({ url }))
    expect(artistIds({ name: 'Arctic Monkeys', links })).toEqual([
      { service: 'spotify', id: '7Ln80lUS6He07XvHI8qqHH' },
      { service: 'musicbrainz', id: 'ada7a83c-e3e1-40f1-93f9-3e73dbc9298a' },
    ])
  })
})
