import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSetlistfm, type Setlistfm } from '../../../src/clients/setlistfm/client.ts'
import { Setlist as WireSetlist } from '../../../src/clients/setlistfm/schemas.ts'
import {
  toArtistDraft,
  toSetlistDraft,
  toShowDraft,
  toVenueDraft,
} from '../../../src/clients/setlistfm/to-domain.ts'
import { isSetvoteError } from '../../../src/core/errors.ts'
import { Artist, mergeArtist } from '../../../src/domain/artist.ts'
import { mergeSetlist, Setlist } from '../../../src/domain/setlist.ts'
import { mergeShow, Show } from '../../../src/domain/show.ts'
import { mergeVenue, Venue } from '../../../src/domain/venue.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { describeRecorded } from '../../support/recorded.ts'
import { scriptedFetch } from '../ticketmaster/support/scripted-fetch.ts'
import { spoiled } from '../ticketmaster/support/spoiled.ts'
import { recordedAnswers } from './support/recorded-setlistfm.ts'

const at = new Date('2026-11-21T12:00:00Z')
const saved = { id: 'new_1', at }
const mbid = 'b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d'

const verbs: readonly ((client: Setlistfm) => PromiseLike<unknown>)[] = [
  (client) => client.artist(mbid),
  (client) => client.setlist('63de4613'),
  (client) => client.venue('63de4613'),
  (client) => client.city(1),
  (client) => client.user('x'),
  (client) => client.artistByTicketmasterId(1),
  (client) => client.artistSetlists(mbid).toArray({ limit: 50 }),
  (client) => client.searchArtists({ name: 'x' }).toArray({ limit: 50 }),
  (client) => client.updatedSetlists({ since: at }).toArray({ limit: 50 }),
  (client) => client.searchVenues({ name: 'x' }).toArray({ limit: 50 }),
  (client) => client.searchCities({ name: 'x' }).toArray({ limit: 50 }),
  (client) => client.searchCountries().toArray({ limit: 50 }),
]

describeRecorded('whatever setlist.fm answers', () => {
  const bodies = recordedAnswers()
    .map(({ body }) => body)
    .filter((body) => JSON.stringify(body).length < 20_000)

  it('comes out as a value or an error of ours', async () => {
    const anyBody = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
      spoiled(bodies).map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...verbs),
        anyBody,
        fc.constantFrom(200, 200, 200, 204, 301, 400, 403, 404, 429, 500),
        async (ask, body, status) => {
          const { fetch } = scriptedFetch(() => ({ status, body: status === 204 ? undefined : body }))
          const clock = fakeClock(at, { auto: true })
          const client = createSetlistfm({
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
    const setlists = recordedAnswers().flatMap(({ schema, body }) => (schema === WireSetlist ? [body] : []))
    fc.assert(
      fc.property(spoiled(setlists), (body) => {
        const parsed = WireSetlist.safeParse(body)
        if (!parsed.success) return
        const setlist = parsed.data
        const show = toShowDraft(setlist, { at, venueId: 'ven_1', artistId: 'art_1' })
        if (show.draft) Show.parse(mergeShow(null, show.draft, saved))
        else expect(show.reason).not.toBe('')
        const artist = setlist.artist && toArtistDraft(setlist.artist, { at }).draft
        if (artist) Artist.parse(mergeArtist(null, artist, saved))
        const venue = setlist.venue && toVenueDraft(setlist.venue, { at }).draft
        if (venue) Venue.parse(mergeVenue(null, venue, saved))
        const draft = toSetlistDraft(setlist, { at, showId: 'sho_1', artistId: 'art_1' })
        Setlist.parse(mergeSetlist(null, draft, { ...saved, newSongId: () => 'sso_1' }))
      }),
      { numRuns: 400 },
    )
  })
})
