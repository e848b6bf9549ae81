import { describe, expect, it } from 'vitest'
import { type Artist, mergeArtist, uniteArtists } from '../../src/domain/artist.ts'
import type { FactSource } from '../../src/domain/provenance.ts'
import { mergeVenue } from '../../src/domain/venue.ts'
import { artist, by, context, later, mergedBy, noon, venue } from './statements.ts'

type Statement = readonly [FactSource, string | null]

/** What is known of a field after these statements, and who said it. */
function afterStatements(...statements: readonly Statement[]) {
  const { disambiguation, provenance } = mergedBy(
    mergeArtist,
    statements.map(([service, value]) => artist({ disambiguation: value, source: by(service) })),
  )
  return [disambiguation, provenance.disambiguation?.service]
}

describe('a field', () => {
  const trustedMost: readonly FactSource[] = [
    'operator',
    'spotify',
    'ticketmaster',
    'musicbrainz',
    'setlistfm',
    'setvote',
  ]

  it('is what the most trusted source says, in whichever order the sources speak', () => {
    for (const [rank, trusted] of trustedMost.entries()) {
      for (const other of trustedMost.slice(rank + 1)) {
        expect(afterStatements([trusted, 'right'], [other, 'wrong'])).toEqual(['right', trusted])
        expect(afterStatements([other, 'wrong'], [trusted, 'right'])).toEqual(['right', trusted])
      }
    }
  })

  it('is replaced by the same source when it corrects itself', () => {
    expect(afterStatements(['setlistfm', 'old'], ['setlistfm', 'new'])).toEqual(['new', 'setlistfm'])
  })

  it('that an operator has stated is replaced by no import, and by the next word of an operator', () => {
    const statements: Statement[] = [
      ['spotify', 'a'],
      ['operator', 'b'],
    ]
    for (const service of trustedMost.slice(1))
      expect(afterStatements(...statements, [service, 'c'])).toEqual(['b', 'operator'])
    expect(afterStatements(...statements, ['operator', 'c'])).toEqual(['c', 'operator'])
  })

  it('that an operator has emptied is filled by no import', () => {
    expect(afterStatements(['spotify', 'a'], ['operator', null], ['spotify', 'b'])).toEqual([
      null,
      'operator',
    ])
    expect(
      afterStatements(['spotify', 'a'], ['operator', null], ['spotify', 'b'], ['operator', 'c']),
    ).toEqual(['c', 'operator'])
  })

  it('that is empty takes the word of anybody', () => {
    expect(afterStatements(['spotify', null], ['setvote', 'a'])).toEqual(['a', 'setvote'])
    expect(afterStatements(['spotify', 'a'], ['spotify', null], ['setvote', 'b'])).toEqual(['b', 'setvote'])
  })

  it('is emptied by the source that stated it, and by no other service', () => {
    expect(afterStatements(['musicbrainz', 'a'], ['musicbrainz', null])).toEqual([null, 'musicbrainz'])
    expect(afterStatements(['musicbrainz', 'a'], ['spotify', null])).toEqual(['a', 'musicbrainz'])
    expect(afterStatements(['musicbrainz', 'a'], ['setlistfm', null])).toEqual(['a', 'musicbrainz'])
  })

  it('is left as it is by a draft that does not name it', () => {
    const held = mergeArtist(null, artist({ popularity: 60, genres: ['rock'] }), context)
    const { popularity, genres } = mergeArtist(held, artist({ sortName: 'Harbor' }), context)
    expect([popularity, genres]).toEqual([60, ['rock']])
  })

  it('that is a list is empty when it has no items', () => {
    const held = mergeArtist(null, artist({ genres: [], source: by('spotify') }), context)
    const filled = mergeArtist(held, artist({ genres: ['rock'] }), context)
    expect([filled.genres, filled.provenance.genres?.service]).toEqual([['rock'], 'setlistfm'])
    const kept = mergeArtist(filled, artist({ genres: [], source: by('spotify') }), context)
    expect(kept.genres).toEqual(['rock'])
  })

  it('that is zero or false is not empty', () => {
    const held = mergeArtist(null, artist({ popularity: 0, source: by('spotify') }), context)
    const { popularity } = mergeArtist(held, artist({ popularity: 50 }), context)
    expect(popularity).toBe(0)
  })
})

describe('provenance', () => {
  const source = by('ticketmaster', noon, 'https://www.ticketmaster.com/x')

  it('keeps the instant at which a value was first seen, and moves with the value', () => {
    const held = mergeVenue(null, venue({ address: '1 Mill Lane', source }), context)
    const seenAgain = { ...source, at: later, url: 'https://www.ticketmaster.com/y' }
    expect(mergeVenue(held, venue({ address: '1 Mill Lane', source: seenAgain }), context)).toBe(held)
    const moved = mergeVenue(held, venue({ address: '2 Mill Lane', source: seenAgain }), context)
    expect(moved.provenance.address).toEqual(seenAgain)
    expect(moved.provenance.name).toEqual(source)
  })

  it('goes over to a more trusted source that agrees, so that the less trusted one cannot change its mind', () => {
    const held = mergeVenue(null, venue({ address: 'a' }), context)
    const agreed = mergeVenue(held, venue({ address: 'a', source }), context)
    expect(agreed.provenance.address).toEqual(source)
    expect(mergeVenue(agreed, venue({ address: 'b' }), context)).toBe(agreed)
  })

  it('stays with the first of equally trusted sources, and with the more trusted one', () => {
    const held = mergeVenue(null, venue({ address: 'a', source }), context)
    expect(mergeVenue(held, venue({ address: 'a', source: by('setlistfm', later) }), context)).toBe(held)
  })

  it('names the stated fields and no others', () => {
    const { provenance } = mergeVenue(null, venue({ address: null, city: 'Bergen' }), context)
    expect(Object.keys(provenance).toSorted()).toEqual(['city', 'name'])
  })
})

describe('the record', () => {
  it('is the same object when a draft says nothing new', () => {
    const draft = artist({
      externalIds: [{ service: 'spotify', id: 'x' }],
      links: [{ name: 'homepage', url: 'https://velvet.example' }],
      genres: ['rock'],
    })
    const held = mergeArtist(null, draft, context)
    const again = mergeArtist(held, structuredClone(draft), { id: held.id, at: later })
    expect(again).toBe(held)
  })

  it('is left alone by a draft that only repeats or fails to replace', () => {
    const held = mergeArtist(null, artist({ name: 'A', source: by('spotify') }), context)
    expect(mergeArtist(held, artist({ name: 'B', disambiguation: null }), context)).toBe(held)
  })

  it('changes neither what is held nor what is stated', () => {
    const held = mergeArtist(null, artist({ links: [{ name: 'a', url: 'https://a.example' }] }), context)
    const before = structuredClone(held)
    const draft = artist({
      source: by('spotify'),
      externalIds: [{ service: 'spotify', id: 'x' }],
      links: [{ name: 'b', url: 'https://b.example' }],
    })
    const stated = structuredClone(draft)
    mergeArtist(held, draft, context)
    expect([held, draft]).toEqual([before, stated])
  })

  it('unites external ids, the first of a service stays its main id', () => {
    const held = mergeArtist(null, artist({ externalIds: [{ service: 'spotify', id: 'first' }] }), context)
    const ids = [
      { service: 'musicbrainz', id: 'm' },
      { service: 'spotify', id: 'second' },
      { service: 'spotify', id: 'first' },
      { service: 'spotify', id: 'second' },
    ] as const
    const merged = mergeArtist(held, artist({ externalIds: ids }), { id: held.id, at: later })
    expect(merged.externalIds).toEqual([
      { service: 'spotify', id: 'first' },
      { service: 'musicbrainz', id: 'm' },
      { service: 'spotify', id: 'second' },
    ])
    expect([merged.updatedAt, merged.createdAt]).toEqual([later, noon])
    expect(mergeArtist(merged, artist({ externalIds: ids.toReversed() }), context)).toBe(merged)
  })
})

describe('links', () => {
  const link = (name: string) => ({ name, url: `https://${name}.example` })

  it('grow, each address once, whoever is trusted more', () => {
    const drafts = [
      artist({ links: [link('home'), link('home')], source: by('spotify') }),
      artist({ links: [link('wiki'), link('home')] }),
    ]
    expect(mergedBy(mergeArtist, drafts).links).toEqual([link('home'), link('wiki')])
    expect(mergedBy(mergeArtist, drafts.toReversed()).links.toSorted(byName)).toEqual([
      link('home'),
      link('wiki'),
    ])
  })

  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
})

describe('two artists that become one', () => {
  const kept = mergedBy(mergeArtist, [
    artist({ name: 'A', popularity: 10, source: by('setlistfm') }),
    artist({ name: 'A', disambiguation: 'wrong', source: by('spotify') }),
    artist({ name: 'A', disambiguation: null, source: by('operator') }),
  ])
  const absorbed = mergeArtist(
    null,
    artist({
      name: 'B',
      popularity: 90,
      countryCode: 'NO',
      disambiguation: 'from Bergen',
      externalIds: [{ service: 'spotify', id: 'b' }],
      source: by('spotify'),
    }),
    { id: 'thing_2', at: noon },
  )
  const united: Artist = uniteArtists(kept, absorbed, later)

  it('keep the facts of the kept one, fill what is empty, and unite ids', () => {
    expect(united).toMatchObject({ id: 'thing_1', name: 'A', popularity: 10, countryCode: 'NO' })
    expect(united.provenance.countryCode).toEqual(by('spotify'))
    expect(united.externalIds).toEqual([{ service: 'spotify', id: 'b' }])
    expect([united.createdAt, united.updatedAt]).toEqual([noon, later])
  })

  it('leave empty what an operator has emptied', () => {
    expect([united.disambiguation, united.provenance.disambiguation?.service]).toEqual([null, 'operator'])
  })
})
