import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { genresOf, isMusic } from '../../../src/clients/ticketmaster/classification.ts'
import { createTicketmaster, type Ticketmaster } from '../../../src/clients/ticketmaster/client.ts'
import { packageReasons } from '../../../src/clients/ticketmaster/package-rule.ts'
import { Attraction, Event } from '../../../src/clients/ticketmaster/schemas.ts'
import { toArtistDraft, toVenueDraftOf } from '../../../src/clients/ticketmaster/to-domain.ts'
import { toShowDraft } from '../../../src/clients/ticketmaster/to-show-draft.ts'
import { isSetvoteError } from '../../../src/core/errors.ts'
import { Artist, mergeArtist } from '../../../src/domain/artist.ts'
import { mergeShow, Show } from '../../../src/domain/show.ts'
import { mergeVenue, Venue } from '../../../src/domain/venue.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { recordedAnswers, recordedEvents } from './support/recorded-ticketmaster.ts'
import { scriptedFetch } from './support/scripted-fetch.ts'
import { spoiled } from './support/spoiled.ts'

const at = new Date('2026-11-21T12:00:00Z')
const saved = { id: 'new_1', at }

const verbs: readonly ((client: Ticketmaster) => PromiseLike<unknown>)[] = [
  (client) => client.event('G5vYZ9'),
  (client) => client.eventImages('G5vYZ9'),
  (client) => client.attraction('G5vYZ9'),
  (client) => client.venue('G5vYZ9'),
  (client) => client.classification('G5vYZ9'),
  (client) => client.segment('G5vYZ9'),
  (client) => client.suggest({ keyword: 'x' }),
  (client) => client.events({}).toArray({ limit: 300 }),
  (client) => client.attractionEvents('G5vYZ9').toArray({ limit: 300 }),
  (client) => client.attractions({}).toArray({ limit: 300 }),
  (client) => client.venues({}).toArray({ limit: 300 }),
  (client) => client.classifications().toArray({ limit: 300 }),
]

describe('whatever Ticketmaster answers', () => {
  it('comes out as a value or an error of ours', async () => {
    const bodies = recordedAnswers().map(({ body }) => body)
    const anyBody = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
      spoiled(bodies.filter((body) => JSON.stringify(body).length < 20_000)).map((value) =>
        JSON.stringify(value),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...verbs),
        anyBody,
        fc.constantFrom(200, 200, 200, 204, 301, 400, 401, 404, 429, 500),
        async (ask, body, status) => {
          const { fetch } = scriptedFetch(() => ({ status, body: status === 204 ? undefined : body }))
          const clock = fakeClock(at, { auto: true })
          const client = createTicketmaster({
            apiKey: 'k3y-of-a-test',
            fetch,
            clock,
            limits: { perSecond: null },
          })
          try {
            await ask(client)
          } catch (error) {
            if (!isSetvoteError(error)) throw error
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('maps to drafts that can be saved, or to a reason', () => {
    const events = recordedAnswers().flatMap(({ schema, body }) => (schema === Event ? [body] : []))
    const bodies = [...events, ...recordedEvents().slice(0, 12)]
    fc.assert(
      fc.property(spoiled(bodies), (body) => {
        const parsed = Event.safeParse(body)
        if (!parsed.success) return
        const event = parsed.data
        genresOf(event)
        isMusic(event)
        packageReasons(event)
        const show = toShowDraft(event, { at, venueId: 'ven_1' })
        const venue = toVenueDraftOf(event, { at })
        if (show.draft) Show.parse(mergeShow(null, show.draft, saved))
        else expect(show.reason).not.toBe('')
        if (venue.draft) Venue.parse(mergeVenue(null, venue.draft, saved))
        else expect(venue.reason).not.toBe('')
      }),
      { numRuns: 400 },
    )
  })

  it('maps attractions to drafts that can be saved, or to a reason', () => {
    const bodies = recordedEvents().flatMap(({ _embedded }) => _embedded?.attractions ?? [])
    fc.assert(
      fc.property(spoiled(bodies), (body) => {
        const parsed = Attraction.safeParse(body)
        if (!parsed.success) return
        const { draft, reason } = toArtistDraft(parsed.data, { at })
        if (draft) Artist.parse(mergeArtist(null, draft, saved))
        else expect(reason).not.toBe('')
      }),
      { numRuns: 400 },
    )
  })
})
