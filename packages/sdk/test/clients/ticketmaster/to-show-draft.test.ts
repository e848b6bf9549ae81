import { describe, expect, it } from 'vitest'
import { Event } from '../../../src/clients/ticketmaster/schemas.ts'
import { toShowDraft } from '../../../src/clients/ticketmaster/to-show-draft.ts'
import { recordedEvent, recordedEvents } from './support/recorded-ticketmaster.ts'

const at = new Date('2026-11-21T12:00:00Z')
const flags = { dateTBD: false, dateTBA: false, timeTBA: false, noSpecificTime: false }
const start = { localDate: '2027-05-01', localTime: '19:30:00', dateTime: '2027-05-01T17:30:00Z', ...flags }

function showOf(fields: object) {
  const event = Event.parse({ id: 'G5vYZ9', name: 'Velvet Harbor', ...fields })
  const { draft } = toShowDraft(event, { at, venueId: 'ven_1' })
  if (!draft) throw new Error('no draft')
  return draft
}

describe('a show from an event', () => {
  it('has the facts of the recorded rescheduled evening', () => {
    const event = recordedEvent('event.rescheduled.slipknot-prague')
    const context = { at, venueId: 'ven_1', artistIds: new Map([['K8vZ9171Lz0', 'art_1']]) }
    expect(toShowDraft(event, context).draft).toMatchObject({
      name: 'Slipknot',
      status: 'rescheduled',
      dateStatus: 'confirmed',
      localDate: '2022-07-28',
      localTime: '19:30:00',
      timeZone: 'Europe/Prague',
      startsAt: new Date('2022-07-28T17:30:00Z'),
      venueId: 'ven_1',
      lineup: [
        {
          artistId: 'art_1',
          name: 'Slipknot',
          role: 'headliner',
          ticketmasterId: 'K8vZ9171Lz0',
          mbid: 'a466c2a2-6517-42fb-a160-1087c3bafd9f',
        },
      ],
      priceRanges: [
        { kind: 'standard including fees', currency: 'CZK', min: 1290, max: 1790 },
        { kind: 'standard', currency: 'CZK', min: 1161.01, max: 1611.01 },
      ],
      onSaleAt: new Date('2020-12-11T09:00:00Z'),
      externalIds: [{ service: 'ticketmaster', id: 'Z698xZu0Zaaxy' }],
    })
  })

  it('maps every recorded event', () => {
    const events = recordedEvents()
    expect(events.length).toBeGreaterThan(50)
    for (const event of events) expect(toShowDraft(event, { at, venueId: null }).reason).toBeNull()
  })

  it.each([
    ['onsale', 'scheduled', true],
    ['offsale', 'scheduled', false],
    ['cancelled', 'cancelled', false],
    ['canceled', 'cancelled', false],
    ['Cancelled', 'cancelled', false],
    ['postponed', 'postponed', null],
    ['rescheduled', 'rescheduled', null],
  ])('reads the status %s as %s', (code, status, onSale) => {
    expect(showOf({ dates: { start, status: { code } } })).toMatchObject({ status, onSale })
  })

  it.each([[{}], [{ status: {} }], [{ status: { code: 'moved-online' } }]])(
    'says nothing of a status that the service leaves out or has newly invented: %j',
    (dates) => {
      expect(showOf({ dates: { start, ...dates } })).not.toHaveProperty('status')
    },
  )

  it.each([
    ['dateTBA', 'tba'],
    ['dateTBD', 'tbd'],
  ])('has no day and no time under %s, whatever stands there', (flag, dateStatus) => {
    expect(showOf({ dates: { start: { ...start, [flag]: true } } })).toMatchObject({
      dateStatus,
      localDate: null,
      localTime: null,
      startsAt: null,
    })
  })

  it('keeps the day it was first announced for', () => {
    const dates = {
      start: { ...flags, dateTBA: true },
      initialStartDate: { localDate: '2020-05-02', localTime: '19:00:00', dateTime: '2020-05-02T17:00:00Z' },
      status: { code: 'postponed' },
    }
    expect(showOf({ dates })).toMatchObject({
      initialDate: '2020-05-02',
      status: 'postponed',
      dateStatus: 'tba',
    })
    expect(showOf({ dates: { start, initialStartDate: '2020-05-02T17:00:00Z' } }).initialDate).toBe(
      '2020-05-02',
    )
  })

  it.each(['noSpecificTime', 'timeTBA'])('has a day and no time under %s', (flag) => {
    expect(showOf({ dates: { start: { ...start, [flag]: true } } })).toMatchObject({
      dateStatus: 'confirmed',
      localDate: '2027-05-01',
      localTime: null,
      startsAt: null,
    })
  })

  it.each(['1900-01-01T06:00:00Z', '1900-01-01T18:00:00Z', 'soon', ''])(
    'reads the instant %j as none',
    (text) => {
      expect(showOf({ sales: { public: { startDateTime: text } } }).onSaleAt).toBeNull()
    },
  )

  it('reads the zone of the venue when the dates have none', () => {
    const venues = [{ id: 'v', name: 'Hall', timezone: 'America/Chicago' }]
    expect(showOf({ dates: { start }, _embedded: { venues } }).timeZone).toBe('America/Chicago')
    expect(showOf({ dates: { start, timezone: 'Europe/Paris' }, _embedded: { venues } }).timeZone).toBe(
      'Europe/Paris',
    )
    expect(showOf({ dates: { start, timezone: 'Neverland' } }).timeZone).toBeNull()
  })

  it('has an end and doors where the service is specific', () => {
    const end = { dateTime: '2027-05-01T21:00:00Z', approximate: false, noSpecificTime: false }
    const doorsTimes = { localTime: '18:00:00', dateTime: '2027-05-01T16:00:00Z' }
    expect(showOf({ dates: { start, end }, doorsTimes })).toMatchObject({
      endsAt: new Date('2027-05-01T21:00:00Z'),
      doorsAt: new Date('2027-05-01T16:00:00Z'),
    })
    expect(showOf({ dates: { start, end: { ...end, approximate: true } } }).endsAt).toBeNull()
  })

  it('does without prices, and without those that are none', () => {
    expect(showOf({}).priceRanges).toEqual([])
    const priceRanges = [
      { type: 'standard', currency: 'EUR', min: '20.5', max: 30 },
      { currency: 'EUR', max: 30 },
      { currency: 'EURO', min: 1, max: 2 },
      { currency: 'EUR', min: -1, max: 2 },
      { currency: 'EUR' },
    ]
    expect(showOf({ priceRanges }).priceRanges).toEqual([
      { kind: 'standard', currency: 'EUR', min: 20.5, max: 30 },
      { kind: 'standard', currency: 'EUR', min: 30, max: 30 },
    ])
  })

  it('has the first attraction as headliner and no festival among its acts', () => {
    const festival = {
      id: 'f',
      name: 'Sea Fest',
      classifications: [{ type: { name: 'Event Style' }, subType: { name: 'Festival' } }],
    }
    const [a, b] = [
      { id: 'a', name: 'Velvet Harbor' },
      { id: 'b', name: ' Low Tide ' },
    ]
    const lineupOf = (attractions: object[]) =>
      showOf({ _embedded: { attractions } }).lineup?.map(({ name, role }) => `${name}: ${role}`)
    expect(lineupOf([a, b])).toEqual(['Velvet Harbor: headliner', 'Low Tide: support'])
    expect(lineupOf([festival, a, b])).toEqual(['Velvet Harbor: headliner', 'Low Tide: support'])
    expect(lineupOf([festival])).toEqual(['Sea Fest: headliner'])
    expect(lineupOf([{ id: 'c', name: null }])).toEqual([])
  })

  it('tells what the listing says first: its info, else its description, else its note', () => {
    const [info, description, pleaseNote] = ['No bags.', 'A night of songs.', 'Doors at 7.']
    expect(showOf({ info, description, pleaseNote }).info).toBe(info)
    expect(showOf({ description, pleaseNote }).info).toBe(description)
    expect(showOf({ pleaseNote }).info).toBe(pleaseNote)
  })

  it('does not link anywhere but to web pages', () => {
    expect(showOf({ url: 'javascript:alert(1)' }).ticketUrl).toBeNull()
    expect(showOf({ url: '//www.ticketmaster.com/event/1' }).ticketUrl).toBe(
      'https://www.ticketmaster.com/event/1',
    )
  })

  it('is refused with a reason when it has no name, and leaves an unknown venue as it is', () => {
    expect(toShowDraft(Event.parse({ id: 'e' }), { at, venueId: null }).reason).toBe('the event has no name')
    expect(toShowDraft(Event.parse({ id: 'e', name: 'x' }), { at, venueId: null }).draft).not.toHaveProperty(
      'venueId',
    )
  })
})
