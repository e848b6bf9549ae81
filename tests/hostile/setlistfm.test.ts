import {
  createSetlistfm,
  isEmptySetlist,
  type Setlistfm,
  SetlistfmArtist,
  SetlistfmCity,
  SetlistfmCountry,
  SetlistfmSetlist,
  SetlistfmUser,
  SetlistfmVenue,
} from '@setvote/sdk/setlistfm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openServices } from '../support/fake-services.ts'
import { each, mapHall, mapSetlist, mapSetlistfmArtist } from '../support/mapping.ts'
import { assault, type Verb } from './support/assault.ts'
import { bodiesOf } from './support/good-bodies.ts'
import { health } from './support/health.ts'

const { sandbox } = openServices()
const options = { ...sandbox.credentials.setlistfm, limits: { perSecond: null, perDay: null } }

const asked = createSetlistfm(options)
const { mbid, tmid } = sandbox.world.artists[0]!
const setlists = await asked.artistSetlists(mbid).toArray({ limit: 20 })
const filled = setlists.find((setlist) => !isEmptySetlist(setlist))!
const venueId = filled.venue!.id
const cityId = filled.venue!.city!.id!

const manySetlists = { value: z.array(SetlistfmSetlist), map: each(mapSetlist) }

const verbs: readonly Omit<Verb<Setlistfm>, 'bodies'>[] = [
  { name: 'artist', ask: (client) => client.artist(mbid), value: SetlistfmArtist, map: mapSetlistfmArtist },
  {
    name: 'artistSetlists',
    ask: (client) => client.artistSetlists(mbid).toArray({ limit: 90 }),
    ...manySetlists,
  },
  {
    name: 'searchArtists',
    ask: (client) => client.searchArtists({ name: 'velvet' }).toArray({ limit: 90 }),
    value: z.array(SetlistfmArtist),
    map: each(mapSetlistfmArtist),
  },
  {
    name: 'artistByTicketmasterId',
    ask: (client) => client.artistByTicketmasterId(tmid),
    value: SetlistfmArtist.nullable(),
    map: (artist: SetlistfmArtist | null) => artist && mapSetlistfmArtist(artist),
  },
  {
    name: 'searchSetlists',
    ask: (client) => client.searchSetlists({ artistMbid: mbid }).toArray({ limit: 90 }),
    ...manySetlists,
  },
  {
    name: 'updatedSetlists',
    ask: (client) =>
      client.updatedSetlists({ since: new Date('2020-01-01'), artistMbid: mbid }).toArray({ limit: 90 }),
    ...manySetlists,
  },
  { name: 'setlist', ask: (client) => client.setlist(filled.id), value: SetlistfmSetlist, map: mapSetlist },
  { name: 'venue', ask: (client) => client.venue(venueId), value: SetlistfmVenue, map: mapHall },
  {
    name: 'venueSetlists',
    ask: (client) => client.venueSetlists(venueId).toArray({ limit: 90 }),
    ...manySetlists,
  },
  {
    name: 'searchVenues',
    ask: (client) => client.searchVenues({ country: 'US' }).toArray({ limit: 90 }),
    value: z.array(SetlistfmVenue),
    map: each(mapHall),
  },
  { name: 'city', ask: (client) => client.city(cityId), value: SetlistfmCity },
  {
    name: 'searchCities',
    ask: (client) => client.searchCities({ country: 'US' }).toArray({ limit: 90 }),
    value: z.array(SetlistfmCity),
  },
  {
    name: 'searchCountries',
    ask: (client) => client.searchCountries().toArray({ limit: 90 }),
    value: z.array(SetlistfmCountry),
  },
  { name: 'user', ask: (client) => client.user('velvet'), value: SetlistfmUser },
  {
    name: 'userAttended',
    ask: (client) => client.userAttended('velvet').toArray({ limit: 90 }),
    ...manySetlists,
  },
  {
    name: 'userEdited',
    ask: (client) => client.userEdited('velvet').toArray({ limit: 90 }),
    ...manySetlists,
  },
  { name: 'health', ask: (client) => client.health({ probe: true }), value: health },
]

describe('whatever setlist.fm answers', () => {
  it('comes out as a value or an error of ours', async () => {
    const bodies = new Map(
      await Promise.all(
        verbs.map(
          async ({ name, ask }) =>
            [name, await bodiesOf(createSetlistfm, options, ask).catch(() => [])] as const,
        ),
      ),
    )
    const unheard = verbs.filter(({ name }) => bodies.get(name)!.length === 0).map(({ name }) => name)
    expect(unheard, 'verbs that the sandbox does not answer').toEqual(['user', 'userAttended', 'userEdited'])
    bodies.set('user', [
      {
        userId: 'velvet',
        fullname: 'Vel',
        about: 'x',
        website: 'https://x.example',
        url: 'https://www.setlist.fm/user/velvet',
      },
    ])
    for (const name of ['userAttended', 'userEdited']) bodies.set(name, bodies.get('artistSetlists')!)
    const casualties = await assault({
      verbs: verbs.map((verb) => ({ ...verb, bodies: bodies.get(verb.name)! })),
      secrets: [options.apiKey],
      settings: fc.constantFrom('en' as const, 'de' as const),
      create: (shared, language) => createSetlistfm({ ...options, ...shared, language }),
    })
    expect(casualties.mapped).toBeGreaterThan(0)
  }, 120_000)
})
