import { type Deviation, fieldsOf, makeOptional } from './deviation.ts'
import { type JsonObject, resolveReference } from './json-document.ts'

const text = { type: 'string' }
const link = object({ href: text, templated: { type: 'boolean' } }, ['href'])
const links: JsonObject = {
  type: 'object',
  additionalProperties: { anyOf: [link, { type: 'array', items: link }] },
}

/** Everything that the sandbox answers as the services do and not as their definitions say. */
export const deviations: readonly Deviation[] = [
  {
    name: 'fields that apps of the development tier do not get',
    service: 'spotify',
    reason:
      'The definition describes the answers of the extended tier. The migration guide of February 2026 takes these fields away from new apps.',
    amend(definition) {
      makeOptional(definition, 'AlbumBase', ['available_markets'])
      makeOptional(definition, 'AlbumObject', ['label', 'popularity'])
      makeOptional(definition, 'ArtistDiscographyAlbumObject', ['album_group'])
    },
  },
  {
    name: 'albums asked for a market say is_playable',
    service: 'spotify',
    reason:
      'With `market`, the service says whether a thing can be played there instead of listing all markets; the definition says so of tracks only.',
    amend(definition) {
      fieldsOf(definition, 'AlbumBase').is_playable = { type: 'boolean' }
    },
  },
  {
    name: 'null for an unknown id in a batch',
    service: 'spotify',
    reason: 'Batches keep the position of every id, and recorded ones hold null for ids that are unknown.',
    amend(definition) {
      for (const list of ['artists', 'albums', 'tracks'] as const) {
        const { properties } = batchOf(definition, list)
        const batch = (properties as JsonObject)[list] as JsonObject
        batch.items = { anyOf: [batch.items!, { type: 'null' }] }
      }
    },
  },
  {
    name: 'lists come in an envelope',
    service: 'ticketmaster',
    reason:
      'Every recorded list is an object with `_embedded`, `_links` and `page`; the definition says array.',
    amend(definition) {
      for (const [path, key, schema] of [
        ['events', 'events', 'Event'],
        ['attractions', 'attractions', 'Attraction'],
        ['venues', 'venues', 'Venue'],
        ['classifications', 'classifications', 'Classification'],
      ] as const) {
        answerTo(definition, `/discovery/v2/${path}`).schema = envelope({ [key]: listOf(schema) })
      }
    },
  },
  {
    name: 'suggestions are lists by kind',
    service: 'ticketmaster',
    reason: 'The definition says string. The developer pages show lists of events, attractions and venues.',
    amend(definition) {
      answerTo(definition, '/discovery/v2/suggest').schema = object(
        {
          _links: links,
          _embedded: object({
            events: listOf('Event'),
            attractions: listOf('Attraction'),
            venues: listOf('Venue'),
          }),
        },
        ['_links', '_embedded'],
      )
    },
  },
  {
    name: 'things link to themselves',
    service: 'ticketmaster',
    reason: 'Every recorded event, attraction, venue and classification carries `_links`.',
    amend(definition) {
      for (const name of ['Event', 'Attraction', 'Venue', 'Classification', 'Segment', 'Genre', 'Level']) {
        fieldsOf(definition, name)._links = links
      }
    },
  },
  {
    name: 'events embed their venues and attractions',
    service: 'ticketmaster',
    reason: 'Recorded events carry both below `_embedded`; the definition does not mention it.',
    amend(definition) {
      fieldsOf(definition, 'Event')._embedded = object({
        venues: listOf('Venue'),
        attractions: listOf('Attraction'),
      })
    },
  },
  {
    name: 'segments embed their genres, genres their subgenres',
    service: 'ticketmaster',
    reason: 'The recorded classification is such a tree; the definition has only the names.',
    amend(definition) {
      fieldsOf(definition, 'Segment')._embedded = object({ genres: listOf('Genre') }, ['genres'])
      fieldsOf(definition, 'Genre')._embedded = object({ subgenres: listOf('Level') }, ['subgenres'])
    },
  },
  {
    name: 'local times are text',
    service: 'ticketmaster',
    reason:
      'The definition describes the fields of a class of the server; recorded is `"localTime": "19:30:00"`.',
    amend(definition) {
      for (const name of ['StartDates', 'EndDates']) {
        fieldsOf(definition, name).localTime = { type: 'string', pattern: '^\\d{2}:\\d{2}:\\d{2}$' }
      }
    },
  },
  {
    name: 'coordinates are text',
    service: 'ticketmaster',
    reason: 'Recorded is `"longitude": "-81.55"` wherever there is a location; the definition says number.',
    amend(definition) {
      const coordinate = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
      Object.assign(fieldsOf(definition, 'Location'), { longitude: coordinate, latitude: coordinate })
    },
  },
  {
    name: 'the status is spelled cancelled as well',
    service: 'ticketmaster',
    reason: 'Observed in October 2026 on every cancelled event; the definition knows `canceled` only.',
    amend(definition) {
      ;((fieldsOf(definition, 'EventStatus').code as JsonObject).enum as string[]).push('cancelled')
    },
  },
  {
    name: 'moved events tell their first date',
    service: 'ticketmaster',
    reason: 'Observed in October 2026 on postponed events: `dates.initialStartDate`.',
    amend(definition) {
      fieldsOf(definition, 'EventDates').initialStartDate = { $ref: '#/definitions/StartDates' }
    },
  },
  {
    name: 'classifications say family',
    service: 'ticketmaster',
    reason: 'On every recorded classification since 2019; the definition is older.',
    amend(definition) {
      fieldsOf(definition, 'Classification').family = { type: 'boolean' }
    },
  },
  {
    name: 'sales may be to be announced',
    service: 'ticketmaster',
    reason: 'Recorded since 2021: `sales.public.startTBA` beside `startTBD`.',
    amend(definition) {
      fieldsOf(definition, 'PublicSaleDates').startTBA = { type: 'boolean' }
    },
  },
  {
    name: 'events say more about tickets',
    service: 'ticketmaster',
    reason: 'Recorded since 2021: `accessibility.ticketLimit`, `ageRestrictions` and `ticketing`.',
    amend(definition) {
      fieldsOf(definition, 'Accessibility').ticketLimit = { type: 'integer' }
      Object.assign(fieldsOf(definition, 'Event'), {
        ageRestrictions: object({ legalAgeEnforced: { type: 'boolean' } }),
        ticketing: object({ safeTix: object({ enabled: { type: 'boolean' } }) }),
      })
    },
  },
  {
    name: 'attractions have aliases',
    service: 'ticketmaster',
    reason: 'Recorded on about every tenth attraction.',
    amend(definition) {
      fieldsOf(definition, 'Attraction').aliases = { type: 'array', items: text }
    },
  },
  {
    name: 'venues name their marketing areas dmas',
    service: 'ticketmaster',
    reason: 'Recorded is `dmas`; the definition says `dma`.',
    amend(definition) {
      fieldsOf(definition, 'Venue').dmas = listOf('Dma')
    },
  },
  {
    name: 'lists say their type',
    service: 'setlistfm',
    reason: 'Every recorded list begins with `"type": "setlists"` or the like; the definition has the rest.',
    amend(definition) {
      for (const name of ['Artists', 'Setlists', 'Venues', 'Cities', 'Countries']) {
        fieldsOf(definition, name).type = text
      }
    },
  },
  {
    name: 'songs name their guest',
    service: 'setlistfm',
    reason: 'Recorded on 196 songs: `with` holds an artist; the definition has `cover` only.',
    amend(definition) {
      fieldsOf(definition, 'Song').with = { $ref: '#/components/schemas/Artist' }
    },
  },
]

function object(properties: JsonObject, required: string[] = []): JsonObject {
  return { type: 'object', properties, required }
}

function listOf(schema: string): JsonObject {
  return { type: 'array', items: { $ref: `#/definitions/${schema}` } }
}

function envelope(embedded: JsonObject): JsonObject {
  const count = { type: 'integer' }
  return object(
    {
      // Left out of a list that is empty.
      _embedded: object(embedded, Object.keys(embedded)),
      _links: links,
      page: object({ size: count, totalElements: count, totalPages: count, number: count }, [
        'size',
        'totalElements',
        'totalPages',
        'number',
      ]),
    },
    ['_links', 'page'],
  )
}

/** The description of the 200 answer to a GET. */
function answerTo(definition: JsonObject, path: string): JsonObject {
  const operations = (definition.paths as JsonObject)[path] as {
    get: { responses: Record<string, JsonObject> }
  }
  return operations.get.responses['200']!
}

/** What Spotify answers to several ids at once. */
function batchOf(definition: JsonObject, list: 'artists' | 'albums' | 'tracks'): JsonObject {
  const name = { artists: 'ManyArtists', albums: 'ManyAlbums', tracks: 'ManyTracks' }[list]
  const { content } = resolveReference(definition, `#/components/responses/${name}`)
  return ((content as JsonObject)['application/json'] as JsonObject).schema as JsonObject
}
