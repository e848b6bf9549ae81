import { describe, expect, it } from 'vitest'
import { mergeShow, relinkLineup, votingLockOf } from '../../src/domain/show.ts'
import { act, by, context, later, mergedBy, noon, show } from './statements.ts'

const namesOf = (lineup: readonly { name: string }[]) => lineup.map(({ name }) => name)
const rolesOf = (lineup: readonly { name: string; role: string }[]) =>
  lineup.map(({ name, role }) => `${name}: ${role}`)

describe('a lineup', () => {
  const fromTicketmaster = show({
    source: by('ticketmaster'),
    lineup: [
      act('Velvet Harbor', { ticketmasterId: 'K1', mbid: 'm1' }),
      act('Paper Lanterns', { role: 'support', ticketmasterId: 'K2' }),
    ],
  })
  /** setlist.fm does not know who was the main act: whoever has a setlist is stated as one. */
  const fromSetlistfm = show({ lineup: [act('Paper Lanterns', { artistId: 'art_2', mbid: 'm2' })] })

  it('grows, each act once, with every id that anybody knows', () => {
    const { lineup } = mergedBy(mergeShow, [fromTicketmaster, fromSetlistfm])
    expect(lineup).toEqual([
      act('Velvet Harbor', { ticketmasterId: 'K1', mbid: 'm1' }),
      act('Paper Lanterns', { role: 'support', ticketmasterId: 'K2', mbid: 'm2', artistId: 'art_2' }),
    ])
  })

  it('is in the order and the roles of the more trusted source, whoever speaks first', () => {
    const roles = ['Velvet Harbor: headliner', 'Paper Lanterns: support']
    expect(rolesOf(mergedBy(mergeShow, [fromTicketmaster, fromSetlistfm]).lineup)).toEqual(roles)
    expect(rolesOf(mergedBy(mergeShow, [fromSetlistfm, fromTicketmaster]).lineup)).toEqual(roles)
  })

  it('takes a role that its own source corrects', () => {
    const corrected = show({
      source: by('ticketmaster', later),
      lineup: [act('Velvet Harbor'), act('Paper Lanterns')],
    })
    expect(rolesOf(mergedBy(mergeShow, [fromTicketmaster, corrected]).lineup)).toEqual([
      'Velvet Harbor: headliner',
      'Paper Lanterns: headliner',
    ])
  })

  it('is the same object when it is stated again, by either source', () => {
    const held = mergedBy(mergeShow, [fromSetlistfm, fromTicketmaster])
    expect(mergeShow(held, structuredClone(fromTicketmaster), context)).toBe(held)
    expect(mergeShow(held, structuredClone(fromSetlistfm), context)).toBe(held)
  })

  it('does not turn round when two setlists of one evening are read again and again', () => {
    const other = show({ lineup: [act('Velvet Harbor', { artistId: 'art_1' })] })
    const held = mergedBy(mergeShow, [fromSetlistfm, other])
    expect(mergedBy(mergeShow, [fromSetlistfm, other, fromSetlistfm, other]).lineup).toEqual(held.lineup)
    expect(mergeShow(held, fromSetlistfm, context)).toBe(held)
  })

  it('names an act once that its listing names twice', () => {
    const draft = show({ lineup: [act('Velvet Harbor', { role: 'support' }), act('VELVET HARBOR')] })
    expect(rolesOf(mergeShow(null, draft, context).lineup)).toEqual(['Velvet Harbor: headliner'])
  })

  it('keeps acts apart whose ids say that they are not the same, whatever their names', () => {
    const acts = (key: 'artistId' | 'mbid' | 'ticketmasterId') => [
      act('Nirvana', { [key]: '1' }),
      act('Nirvana', { [key]: '2' }),
    ]
    for (const key of ['artistId', 'mbid', 'ticketmasterId'] as const) {
      expect(mergeShow(null, show({ lineup: acts(key) }), context).lineup).toHaveLength(2)
    }
  })

  it('keeps its acts when a source has none to name', () => {
    const held = mergeShow(null, fromTicketmaster, context)
    const { lineup } = mergeShow(held, show({ lineup: [], source: by('spotify') }), context)
    expect(namesOf(lineup)).toEqual(['Velvet Harbor', 'Paper Lanterns'])
  })
})

describe('relinking a lineup', () => {
  const lineup = [
    act('A', { artistId: 'old', role: 'support' }),
    act('B', { artistId: 'b', role: 'support' }),
    act('A again', { artistId: 'new' }),
  ]

  it('makes an artist who would be there twice appear once, as the headliner if either was', () => {
    expect(relinkLineup(lineup, 'old', 'new')).toEqual([
      act('A', { artistId: 'new' }),
      act('B', { artistId: 'b', role: 'support' }),
    ])
  })

  it('of an artist who is removed keeps the name', () => {
    expect(relinkLineup(lineup, 'old', null)[0]).toEqual(act('A', { role: 'support' }))
    expect(relinkLineup(lineup, 'nobody', 'new')).toEqual(lineup)
  })
})

describe('voting for a show', () => {
  it('ends at its start, or when an operator says, or is not known', () => {
    expect(votingLockOf({ votingLocksAt: null, startsAt: noon })).toBe(noon)
    expect(votingLockOf({ votingLocksAt: later, startsAt: noon })).toBe(later)
    expect(votingLockOf({ votingLocksAt: later, startsAt: null })).toBe(later)
    expect(votingLockOf({ votingLocksAt: null, startsAt: null })).toBeNull()
  })
})
