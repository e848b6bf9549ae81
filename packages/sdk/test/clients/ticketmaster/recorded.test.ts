import { expect, it } from 'vitest'
import { Attraction, Event, Place, Venue } from '../../../src/clients/ticketmaster/schemas.ts'
import { findDrift } from '../../../src/upstream/drift.ts'
import { describeRecorded } from '../../support/recorded.ts'
import { recordedAnswers } from './support/recorded-ticketmaster.ts'
import { wireFields } from './support/wire-fields.ts'

describeRecorded('recorded answers of Ticketmaster', () => {
  it.each(recordedAnswers())('reads $file, and knows every field in it', ({ body, schema }) => {
    expect(schema.safeParse(body).error).toBeUndefined()
    expect(findDrift(schema, body, 'answer', { all: true })).toEqual([])
  })

  it('has every recorded field on the list of those read or those ignored on purpose', () => {
    for (const { body } of recordedAnswers()) eachThing(body, expectListed)
  })

  it('lists what the schemas know, no more and no less', () => {
    const shapes = {
      event: Event.shape,
      dates: Event.shape.dates.unwrap().unwrap().shape,
      attraction: Attraction.shape,
      venue: Venue.shape,
      place: Place.shape,
    }
    for (const [kind, shape] of Object.entries(shapes)) {
      const { read, ignored } = wireFields[kind as keyof typeof wireFields]
      expect([...read, ...ignored].toSorted(), kind).toEqual(Object.keys(shape).toSorted())
    }
  })
})

function expectListed(kind: keyof typeof wireFields, thing: object): void {
  const { read, ignored } = wireFields[kind]
  const listed = new Set<string>([...read, ...ignored])
  expect(
    Object.keys(thing).filter((name) => !listed.has(name)),
    kind,
  ).toEqual([])
}

/** Finds the things in an answer by what the service calls them. */
function eachThing(value: unknown, visit: (kind: keyof typeof wireFields, thing: object) => void): void {
  if (Array.isArray(value)) for (const item of value) eachThing(item, visit)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if ('type' in value && (value.type === 'attraction' || value.type === 'venue')) visit(value.type, value)
  if ('type' in value && value.type === 'event' && 'dates' in value) {
    visit('event', value)
    visit('dates', value.dates as object)
    if ('place' in value) visit('place', value.place as object)
  }
  for (const item of Object.values(value)) eachThing(item, visit)
}
