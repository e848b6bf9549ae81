import { expect, it } from 'vitest'
import {
  Artist,
  City,
  Country,
  Setlist,
  SetlistSet,
  Song,
  User,
  Venue,
} from '../../../src/clients/setlistfm/schemas.ts'
import { findDrift } from '../../../src/upstream/drift.ts'
import { describeRecorded } from '../../support/recorded.ts'
import { recordedAnswers } from './support/recorded-setlistfm.ts'
import { wireFields } from './support/wire-fields.ts'

type Kind = keyof typeof wireFields

describeRecorded('recorded answers of setlist.fm', () => {
  it.each(recordedAnswers())('reads $file, and knows every field in it', ({ body, schema }) => {
    expect(schema.safeParse(body).error).toBeUndefined()
    expect(findDrift(schema, body, 'answer', { all: true })).toEqual([])
  })

  it('has every recorded field on the list of those read or those ignored on purpose', () => {
    let things = 0
    for (const { body } of recordedAnswers()) {
      eachThing(body, kindOfRoot(body), (kind, thing) => {
        things++
        const { read, ignored } = wireFields[kind]
        const listed = new Set<string>([...read, ...ignored])
        expect(
          Object.keys(thing).filter((name) => !listed.has(name)),
          kind,
        ).toEqual([])
      })
    }
    expect(things).toBeGreaterThan(5000)
  })

  it('lists what the schemas know, no more and no less', () => {
    const schemas = {
      setlist: Setlist,
      set: SetlistSet,
      song: Song,
      artist: Artist,
      venue: Venue,
      city: City,
      country: Country,
      user: User,
    }
    for (const [kind, { shape }] of Object.entries(schemas)) {
      const { read, ignored } = wireFields[kind as Kind]
      expect([...read, ...ignored].toSorted(), kind).toEqual(Object.keys(shape).toSorted())
    }
  })
})

/** The kind of thing that stands under a key. */
const kinds: Readonly<Record<string, Kind>> = {
  setlist: 'setlist',
  set: 'set',
  song: 'song',
  artist: 'artist',
  cover: 'artist',
  with: 'artist',
  venue: 'venue',
  city: 'city',
  cities: 'city',
  country: 'country',
}

function kindOfRoot(body: unknown): Kind | null {
  if (typeof body !== 'object' || body === null) return null
  if ('eventDate' in body) return 'setlist'
  if ('userId' in body) return 'user'
  if ('mbid' in body) return 'artist'
  if ('coords' in body) return 'city'
  return 'city' in body ? 'venue' : null
}

function eachThing(value: unknown, kind: Kind | null, visit: (kind: Kind, thing: object) => void): void {
  if (Array.isArray(value)) for (const item of value) eachThing(item, kind, visit)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if (kind) visit(kind, value)
  for (const [key, item] of Object.entries(value)) eachThing(item, kinds[key] ?? null, visit)
}
