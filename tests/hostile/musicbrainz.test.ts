import { createMusicbrainz, type Musicbrainz, MusicbrainzArtist } from '@setvote/sdk/musicbrainz'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openServices } from '../support/fake-services.ts'
import { each, mapMusicbrainzArtist } from '../support/mapping.ts'
import { assault, type Verb } from './support/assault.ts'
import { bodiesOf } from './support/good-bodies.ts'
import { health } from './support/health.ts'

const { sandbox } = openServices()
const options = { ...sandbox.credentials.musicbrainz, limits: { perSecond: null, perDay: null } }

const linked = sandbox.world.artists.filter(
  ({ spotifyId, links }) => spotifyId !== null && links.musicbrainzToSpotify,
)
const { mbid, name } = sandbox.world.artists[0]!
const spotifyIds = linked.slice(0, 3).map(({ spotifyId }) => spotifyId!)
const urls = spotifyIds.map((id) => `https://open.spotify.com/artist/${id}`)

const urlArtists = z.object({
  url: z.string(),
  artists: z.array(
    z.object({
      mbid: z.string(),
      name: z.string(),
      disambiguation: z.string().nullable(),
      relation: z.string(),
      ended: z.boolean(),
    }),
  ),
})

const verbs: readonly Omit<Verb<Musicbrainz>, 'bodies'>[] = [
  {
    name: 'artist',
    ask: (client) => client.artist(mbid),
    value: MusicbrainzArtist,
    map: mapMusicbrainzArtist,
  },
  {
    name: 'searchArtists',
    ask: (client) => client.searchArtists(name).toArray({ limit: 220 }),
    value: z.array(MusicbrainzArtist),
    map: each(mapMusicbrainzArtist),
  },
  {
    name: 'lookupUrls',
    ask: (client) => client.lookupUrls(urls),
    value: z.array(urlArtists.nullable()).length(urls.length),
  },
  {
    name: 'lookupUrls of one',
    ask: (client) => client.lookupUrls(urls.slice(0, 1)),
    value: z.array(urlArtists.nullable()).length(1),
  },
  {
    name: 'mbidOfSpotify',
    ask: (client) => client.mbidOfSpotify(spotifyIds[0]!),
    value: z.string().min(1).nullable(),
  },
  {
    name: 'mbidsOfSpotify',
    ask: (client) => client.mbidsOfSpotify(spotifyIds),
    value: z.map(z.string(), z.string().min(1)),
  },
  { name: 'health', ask: (client) => client.health({ probe: true }), value: health },
]

describe('whatever MusicBrainz answers', () => {
  it('comes out as a value or an error of ours', async () => {
    const withBodies = await Promise.all(
      verbs.map(async (verb) => ({
        ...verb,
        bodies: await bodiesOf(createMusicbrainz, options, verb.ask).catch(() => []),
      })),
    )
    const artist = withBodies[0]?.bodies ?? []
    const casualties = await assault({
      // The sandbox has no entry of the artist that a probe asks for; any other looks alike.
      verbs: withBodies.map((verb) => (verb.name === 'health' ? { ...verb, bodies: artist } : verb)),
      secrets: [],
      settings: fc.constant(null),
      create: (shared) => createMusicbrainz({ ...options, ...shared }),
    })
    expect(casualties.mapped).toBeGreaterThan(0)
  }, 120_000)
})
