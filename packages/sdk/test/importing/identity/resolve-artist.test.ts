import { describe, expect, it } from 'vitest'
import { NotFoundError } from '../../../src/core/errors.ts'
import type { ArtistReference } from '../../../src/domain/import-run.ts'
import { completeArtist, resolveArtist } from '../../../src/importing/identity/resolve-artist.ts'
import type { MatchOverride } from '../../../src/matching/identity.ts'
import {
  down,
  mbid,
  mbidOf,
  name,
  noon,
  otherMbid,
  type ScriptedSources,
  said,
  scripted,
  spotifyId,
} from '../support/sources.ts'

async function resolved(
  script: ScriptedSources,
  reference: ArtistReference,
  overrides: readonly MatchOverride[] = [],
) {
  const sources = scripted(script)
  const { drafts, gaps } = await resolveArtist(sources, reference, {}, overrides)
  const ids = [
    ...new Set(drafts.flatMap(({ externalIds }) => externalIds.map(({ service, id }) => `${service}:${id}`))),
  ]
  return {
    services: drafts.map(({ source }) => source.service),
    ids: ids.toSorted(),
    gaps: gaps.map(({ service, reason }) => `${service} ${reason}`).toSorted(),
    messages: gaps.map(({ message }) => message),
    asked: sources.asked,
  }
}

const everywhere = [`musicbrainz:${mbid}`, 'spotify:s1', 'ticketmaster:t1']

describe('an artist named by an id', () => {
  it('is followed from Ticketmaster by its links, all known ids at once', async () => {
    const { ids, gaps, asked } = await resolved(
      {
        services: {
          ticketmaster: { byId: { t1: said('ticketmaster', 't1', { also: [spotifyId('s1'), mbidOf()] }) } },
          spotify: { byId: { s1: said('spotify', 's1') } },
          musicbrainz: { byId: { [mbid]: said('musicbrainz', mbid) } },
          setlistfm: {},
        },
        artistsOfSpotify: {},
      },
      { ticketmasterId: 't1' },
    )
    expect(ids).toEqual(everywhere)
    expect(gaps).toEqual([])
    expect(asked).toEqual(['ticketmaster by id t1', 'spotify by id s1', `musicbrainz by id ${mbid}`])
  })

  it('is followed from Spotify through MusicBrainz, and by name where no id leads', async () => {
    const { ids, gaps, asked } = await resolved(
      {
        services: {
          spotify: { byId: { s1: said('spotify', 's1') } },
          musicbrainz: { byId: { [mbid]: said('musicbrainz', mbid, { genres: ['shoegaze'] }) } },
          ticketmaster: { byName: [said('ticketmaster', 't1', { genres: ['shoegaze'] })] },
          setlistfm: {},
        },
        artistsOfSpotify: { s1: mbid },
      },
      { spotifyId: 's1' },
    )
    expect(ids).toEqual(everywhere)
    expect(gaps).toEqual([])
    expect(asked).toEqual([
      'owners of spotify s1',
      'spotify by id s1',
      `ticketmaster by name ${name}`,
      `musicbrainz by id ${mbid}`,
    ])
  })

  it('is followed from Ticketmaster through the id that setlist.fm keeps, to Spotify', async () => {
    const { ids, asked } = await resolved(
      {
        services: {
          ticketmaster: { byId: { t1: said('ticketmaster', 't1') } },
          musicbrainz: {
            byId: {
              [mbid]: said('musicbrainz', mbid, {
                links: [{ name: 'stream', url: 'https://open.spotify.com/artist/0dmPX6ovclgOy8WWJaFEUU' }],
              }),
            },
          },
          spotify: { byId: { '0dmPX6ovclgOy8WWJaFEUU': said('spotify', '0dmPX6ovclgOy8WWJaFEUU') } },
          setlistfm: {},
        },
        mbidOfTicketmaster: { t1: mbid },
      },
      { ticketmasterId: 't1' },
    )
    expect(ids).toEqual([`musicbrainz:${mbid}`, 'spotify:0dmPX6ovclgOy8WWJaFEUU', 'ticketmaster:t1'])
    expect(asked).toEqual([
      'ticketmaster by id t1',
      'mbid of ticketmaster t1',
      `musicbrainz by id ${mbid}`,
      'spotify by id 0dmPX6ovclgOy8WWJaFEUU',
    ])
  })

  it('of MusicBrainz is asked of setlist.fm where there is no MusicBrainz client', async () => {
    const setlistfm = { byId: { [mbid]: said('setlistfm', mbid) } }
    const { asked } = await resolved({ services: { setlistfm } }, { mbid })
    expect(asked).toEqual([`setlistfm by id ${mbid}`])
    const musicbrainz = { byId: { [mbid]: said('musicbrainz', mbid) } }
    const both = await resolved({ services: { setlistfm, musicbrainz } }, { mbid })
    expect(both.asked).toEqual([`musicbrainz by id ${mbid}`])
  })

  it('is not found when its service does not know it', async () => {
    await expect(resolved({ services: { spotify: {} } }, { spotifyId: 's9' })).rejects.toMatchObject({
      code: 'not-found',
      message: "spotify knows no artist with the id 's9'",
    })
  })

  it('fails when its service does', async () => {
    const services = { spotify: { byId: { s1: down('spotify') } } }
    await expect(resolved({ services }, { spotifyId: 's1' })).rejects.toMatchObject({
      code: 'upstream-failed',
    })
  })

  it('needs the client of its service', async () => {
    await expect(resolved({ services: { spotify: {} } }, { ticketmasterId: 't1' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('ticketmaster'),
    })
  })
})

describe('an artist of the same name', () => {
  const known = { byId: { s1: said('spotify', 's1', { genres: ['shoegaze'] }) } }
  const by = (...byName: readonly ReturnType<typeof said>[]) => ({
    services: { spotify: known, ticketmaster: { byName } },
  })
  const reference = { spotifyId: 's1' }

  it('is taken with a second witness', async () => {
    const { ids, gaps } = await resolved(by(said('ticketmaster', 't1', { genres: ['shoegaze'] })), reference)
    expect(ids).toEqual(['spotify:s1', 'ticketmaster:t1'])
    expect(gaps).toEqual([])
  })

  it('is a gap, and not taken, when nothing but the name speaks for it', async () => {
    const { ids, gaps, messages } = await resolved(by(said('ticketmaster', 't1')), reference)
    expect(ids).toEqual(['spotify:s1'])
    expect(gaps).toEqual(['ticketmaster identity-unsure'])
    expect(messages[0]).toContain('identity override')
  })

  it('is the one that the witness speaks for, of several', async () => {
    const script = by(said('ticketmaster', 't2'), said('ticketmaster', 't1', { genres: ['shoegaze'] }))
    expect((await resolved(script, reference)).ids).toEqual(['spotify:s1', 'ticketmaster:t1'])
  })

  it('is a gap when the witness speaks for two', async () => {
    const witness = { genres: ['shoegaze'] }
    const script = by(said('ticketmaster', 't1', witness), said('ticketmaster', 't2', witness))
    const { ids, gaps } = await resolved(script, reference)
    expect([ids, gaps]).toEqual([['spotify:s1'], ['ticketmaster identity-unsure']])
  })

  it('is no gap when something speaks against it, or when nobody has the name', async () => {
    const other = said('ticketmaster', 't1', { also: [spotifyId('s9')] })
    const tribute = said('ticketmaster', 't2', { name: 'Velvet Harbor Tribute' })
    for (const script of [by(other), by(tribute), by()]) {
      const { ids, gaps } = await resolved(script, reference)
      expect([ids, gaps]).toEqual([['spotify:s1'], []])
    }
  })

  it('is who an operator says', async () => {
    const pair = { a: { service: 'spotify', id: 's1' }, b: { service: 'ticketmaster', id: 't1' } }
    const same = await resolved(by(said('ticketmaster', 't1')), reference, [{ ...pair, outcome: 'same' }])
    expect([same.ids, same.gaps]).toEqual([['spotify:s1', 'ticketmaster:t1'], []])
    const witnessed = by(said('ticketmaster', 't1', { genres: ['shoegaze'] }))
    const different = await resolved(witnessed, reference, [{ ...pair, outcome: 'different' }])
    expect([different.ids, different.gaps]).toEqual([['spotify:s1'], []])
  })

  it('is no gap any more when an id found meanwhile leads to the right one', async () => {
    const { ids, gaps } = await resolved(
      {
        services: {
          ticketmaster: { byId: { t1: said('ticketmaster', 't1', { genres: ['shoegaze'] }) } },
          spotify: {
            byName: [said('spotify', 's1'), said('spotify', 's2')],
            byId: { s1: said('spotify', 's1') },
          },
          setlistfm: { byName: [said('setlistfm', mbid, { genres: ['shoegaze'] })] },
          musicbrainz: { byId: { [mbid]: said('musicbrainz', mbid, { also: [spotifyId('s1')] }) } },
        },
      },
      { ticketmasterId: 't1' },
    )
    expect(ids).toEqual(everywhere)
    expect(gaps).toEqual([])
  })
})

describe('a service that fails', () => {
  it('leaves a gap, is not asked again, and holds up no other', async () => {
    const { services, gaps, asked } = await resolved(
      {
        services: {
          spotify: { byId: { s1: said('spotify', 's1', { also: [mbidOf()] }) } },
          musicbrainz: { byId: { [mbid]: down('musicbrainz') } },
          ticketmaster: { byName: [said('ticketmaster', 't1', { also: [mbidOf()] })] },
        },
        artistsOfSpotify: {},
      },
      { spotifyId: 's1' },
    )
    expect(services).toEqual(['spotify', 'ticketmaster'])
    expect(gaps).toEqual(['musicbrainz upstream-failed'])
    expect(asked.filter((question) => question.startsWith('m'))).toEqual([`musicbrainz by id ${mbid}`])
  })

  it('that holds nothing to be called an artist under an id leaves a gap', async () => {
    const { ids, gaps } = await resolved(
      {
        services: {
          spotify: { byId: { s1: said('spotify', 's1', { also: [{ service: 'ticketmaster', id: 't1' }] }) } },
          ticketmaster: { byId: { t1: new NotFoundError('an artist without a name') } },
        },
      },
      { spotifyId: 's1' },
    )
    expect([ids, gaps]).toEqual([['spotify:s1', 'ticketmaster:t1'], ['ticketmaster not-found']])
  })

  it('with a mistake of ours is not hidden as a gap', async () => {
    const services = {
      spotify: { byId: { s1: said('spotify', 's1') } },
      ticketmaster: { byName: new TypeError('our mistake') },
    }
    await expect(resolved({ services }, { spotifyId: 's1' })).rejects.toThrow('our mistake')
  })

  it('in the search for the name leaves its gap in what is found', async () => {
    const { ids, gaps } = await resolved(
      {
        services: {
          spotify: { byName: [said('spotify', 's1')] },
          ticketmaster: { byName: down('ticketmaster') },
        },
      },
      { name },
    )
    expect([ids, gaps]).toEqual([['spotify:s1'], ['ticketmaster upstream-failed']])
  })
})

describe('an artist that is stored', () => {
  it('is asked for by the ids it has, and looked for where it has none', async () => {
    const sources = scripted({
      services: {
        spotify: { byId: { s1: said('spotify', 's1') } },
        ticketmaster: { byName: [said('ticketmaster', 't1', { also: [mbidOf(otherMbid)] })] },
        setlistfm: {},
        musicbrainz: { byId: { [mbid]: said('musicbrainz', mbid) } },
      },
    })
    const held = {
      name,
      externalIds: [spotifyId('s1'), mbidOf()],
      source: { service: 'setvote', at: noon, url: null },
    } as const
    const { drafts, gaps } = await completeArtist(sources, { drafts: [held as never], gaps: [] }, {}, [])
    expect(drafts.map(({ source }) => source.service).toSorted()).toEqual([
      'musicbrainz',
      'setvote',
      'spotify',
    ])
    expect(gaps).toEqual([])
    expect(sources.asked.toSorted()).toEqual([
      `musicbrainz by id ${mbid}`,
      'spotify by id s1',
      `ticketmaster by name ${name}`,
    ])
  })
})
