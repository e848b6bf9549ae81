import {
  createTicketmaster,
  type Ticketmaster,
  TicketmasterAttraction,
  TicketmasterClassification,
  TicketmasterEvent,
  TicketmasterEventImages,
  TicketmasterGenre,
  TicketmasterSegment,
  TicketmasterSubGenre,
  TicketmasterSuggestions,
  TicketmasterVenue,
} from '@setvote/sdk/ticketmaster'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openServices } from '../support/fake-services.ts'
import { each, mapAttraction, mapEvent, mapVenue } from '../support/mapping.ts'
import { assault, type Verb } from './support/assault.ts'
import { bodiesOf } from './support/good-bodies.ts'
import { health } from './support/health.ts'

const { sandbox } = openServices()
const options = { ...sandbox.credentials.ticketmaster, limits: { perSecond: null, perDay: null } }

const asked = createTicketmaster(options)
const attractionId = sandbox.world.artists[0]!.attractionId!
const [event] = await asked.attractionEvents(attractionId).toArray({ limit: 1 })
const [venue] = event!._embedded!.venues!
const [branch] = (await asked.classifications().toArray({ limit: 20 })).filter(({ segment }) => segment)
const { segment } = branch!
const genre = segment!._embedded!.genres![0]!

const verbs: readonly Omit<Verb<Ticketmaster>, 'bodies'>[] = [
  { name: 'event', ask: (client) => client.event(event!.id), value: TicketmasterEvent, map: mapEvent },
  { name: 'eventImages', ask: (client) => client.eventImages(event!.id), value: TicketmasterEventImages },
  {
    name: 'events',
    ask: (client) => client.events({ size: 20 }).toArray({ limit: 120 }),
    value: z.array(TicketmasterEvent),
    map: each(mapEvent),
  },
  {
    name: 'attractionEvents',
    ask: (client) => client.attractionEvents(attractionId).toArray({ limit: 120 }),
    value: z.array(TicketmasterEvent),
    map: each(mapEvent),
  },
  {
    name: 'attraction',
    ask: (client) => client.attraction(attractionId),
    value: TicketmasterAttraction,
    map: mapAttraction,
  },
  {
    name: 'attractions',
    ask: (client) => client.attractions({ keyword: 'velvet' }).toArray({ limit: 120 }),
    value: z.array(TicketmasterAttraction),
    map: each(mapAttraction),
  },
  { name: 'venue', ask: (client) => client.venue(venue!.id), value: TicketmasterVenue, map: mapVenue },
  {
    name: 'venues',
    ask: (client) => client.venues({ countryCode: 'US' }).toArray({ limit: 120 }),
    value: z.array(TicketmasterVenue),
    map: each(mapVenue),
  },
  {
    name: 'classifications',
    ask: (client) => client.classifications().toArray({ limit: 120 }),
    value: z.array(TicketmasterClassification),
  },
  {
    name: 'classification',
    ask: (client) => client.classification(segment!.id),
    value: TicketmasterClassification,
  },
  { name: 'segment', ask: (client) => client.segment(segment!.id), value: TicketmasterSegment },
  { name: 'genre', ask: (client) => client.genre(genre.id), value: TicketmasterGenre },
  {
    name: 'subgenre',
    ask: (client) => client.subgenre(genre._embedded!.subgenres![0]!.id),
    value: TicketmasterSubGenre,
  },
  { name: 'suggest', ask: (client) => client.suggest({ keyword: 'vel' }), value: TicketmasterSuggestions },
  { name: 'health', ask: (client) => client.health({ probe: true }), value: health },
]

describe('whatever Ticketmaster answers', () => {
  it('comes out as a value or an error of ours', async () => {
    const withBodies = await Promise.all(
      verbs.map(async (verb) => ({ ...verb, bodies: await bodiesOf(createTicketmaster, options, verb.ask) })),
    )
    expect(withBodies.filter(({ bodies }) => bodies.length === 0).map(({ name }) => name)).toEqual([])
    const casualties = await assault({
      verbs: withBodies,
      secrets: [options.apiKey],
      settings: fc.constant(null),
      create: (shared) => createTicketmaster({ ...options, ...shared }),
    })
    expect(casualties.mapped).toBeGreaterThan(0)
  }, 120_000)
})
