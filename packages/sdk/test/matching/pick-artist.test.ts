import { expect, it } from 'vitest'
import { pickArtist } from '../../src/matching/pick-artist.ts'

const ids = (service: string, id: string) => [{ service, id }]

it('picks the candidate that carries the id, wherever it stands in the answer', () => {
  const wanted = { name: 'Hometown', externalIds: ids('spotify', 'h') }
  const pick = pickArtist({ name: 'Hometown', externalIds: ids('spotify', 'h') }, [
    { name: 'Hometown' },
    { name: 'Home Town Heroes' },
    wanted,
  ])
  expect(pick).toMatchObject({ status: 'picked', candidate: wanted, verdict: { outcome: 'same' } })
})

it('picks the only exact name, and says that this is no proof', () => {
  const pick = pickArtist({ name: 'Crumb' }, [{ name: 'Crumbs' }, { name: 'Crumb' }, { name: 'The Crumble' }])
  expect(pick).toMatchObject({
    status: 'picked',
    candidate: { name: 'Crumb' },
    verdict: { outcome: 'unsure' },
  })
})

it('calls namesakes ambiguous and shows them in the order of the search', () => {
  const answers = [
    { name: 'Skid Row', disambiguation: 'US hard rock band' },
    { name: 'Skid Row Tribute' },
    { name: 'Skid Row', disambiguation: '60s/70s Irish blues-rock band' },
  ]
  const pick = pickArtist({ name: 'Skid Row' }, answers)
  expect(pick).toMatchObject({
    status: 'ambiguous',
    candidates: [{ candidate: answers[0] }, { candidate: answers[2] }],
  })
})

it('tells namesakes apart by a witness', () => {
  const us = { name: 'Skid Row', songTitles: ['18 and Life', 'I Remember You', 'Youth Gone Wild'] }
  const irish = { name: 'Skid Row', songTitles: ['Sandie’s Gone', 'Unco-Up Showband Blues'] }
  const pick = pickArtist({ name: 'Skid Row', songTitles: ['Youth Gone Wild', 'I Remember You'] }, [
    irish,
    us,
  ])
  expect(pick).toMatchObject({ status: 'picked', candidate: us, verdict: { outcome: 'same' } })
})

it('answers none, with the reasons, when nobody fits', () => {
  const pick = pickArtist({ name: 'Pink Floyd' }, [{ name: 'Pink Floyd Tribute' }, { name: 'Brit Floyd' }])
  expect(pick).toMatchObject({
    status: 'none',
    rejected: [
      { verdict: { reasons: [{ code: 'tribute-marker' }, {}] } },
      { verdict: { reasons: [{ code: 'different-name' }] } },
    ],
  })
  expect(pickArtist({ name: 'Pink Floyd' }, [])).toEqual({ status: 'none', rejected: [] })
})

it('obeys the override of a person', () => {
  const overrides = [
    {
      a: { service: 'spotify', id: '1' },
      b: { service: 'ticketmaster', id: 'K' },
      outcome: 'different' as const,
    },
  ]
  const pick = pickArtist(
    { name: 'Ash', externalIds: ids('ticketmaster', 'K') },
    [{ name: 'Ash', externalIds: ids('spotify', '1') }],
    { overrides },
  )
  expect(pick.status).toBe('none')
})
