import { describe, expect, it } from 'vitest'
import { findByName } from '../../../src/importing/identity/find-by-name.ts'
import type { MatchOverride } from '../../../src/matching/identity.ts'
import {
  down,
  mbid,
  mbidOf,
  name,
  otherMbid,
  type ScriptedSources,
  said,
  scripted,
  spotifyId,
} from '../support/sources.ts'

/** Who a name means to these services, as `service:id` of each draft. */
async function found(script: ScriptedSources, wanted = name, overrides: readonly MatchOverride[] = []) {
  const sources = scripted(script)
  const { drafts, gaps } = await findByName(sources, wanted, {}, overrides)
  return {
    drafts: drafts.map(({ source, externalIds }) => `${source.service}:${externalIds[0]!.id}`),
    gaps,
    asked: sources.asked,
  }
}

describe('an artist looked for by name', () => {
  it('is the one that every service names, put together by the ids they know of each other', async () => {
    const { drafts, gaps } = await found({
      services: {
        spotify: { byName: [said('spotify', 's1')] },
        ticketmaster: { byName: [said('ticketmaster', 't1', { also: [spotifyId('s1'), mbidOf()] })] },
        setlistfm: { byName: [said('setlistfm', mbid)] },
      },
    })
    expect(drafts).toEqual(['spotify:s1', 'ticketmaster:t1', `setlistfm:${mbid}`])
    expect(gaps).toEqual([])
  })

  it('is put together through a service that was asked later than the two it joins', async () => {
    const { drafts } = await found({
      services: {
        spotify: { byName: [said('spotify', 's1')] },
        ticketmaster: { byName: [said('ticketmaster', 't1', { also: [mbidOf()] })] },
        setlistfm: { byName: [said('setlistfm', mbid, { also: [spotifyId('s1')] })] },
      },
    })
    expect(drafts.toSorted()).toEqual([`setlistfm:${mbid}`, 'spotify:s1', 'ticketmaster:t1'])
  })

  it('is spelled as people type it', async () => {
    const services = { spotify: { byName: [said('spotify', 's1', { name: 'The Sígur & Rós' })] } }
    expect((await found({ services }, 'sigur and ros')).drafts).toEqual(['spotify:s1'])
  })

  it('is not one whose name is longer or other', async () => {
    const byName = [said('spotify', 's2', { name: 'Velvet Harbor Tribute' }), said('spotify', 's1')]
    expect((await found({ services: { spotify: { byName } } })).drafts).toEqual(['spotify:s1'])
  })

  it('is known to most services, when others of the name are known to fewer', async () => {
    const { drafts } = await found({
      services: {
        spotify: { byName: [said('spotify', 's2'), said('spotify', 's1')] },
        ticketmaster: { byName: [said('ticketmaster', 't1', { also: [spotifyId('s1')] })] },
      },
    })
    expect(drafts).toEqual(['spotify:s1', 'ticketmaster:t1'])
  })

  it('is told apart from a namesake by MusicBrainz, in one question for all pages', async () => {
    const { drafts, asked } = await found({
      services: {
        spotify: { byName: [said('spotify', 's2'), said('spotify', 's1')] },
        setlistfm: { byName: [said('setlistfm', mbid)] },
      },
      artistsOfSpotify: { s1: mbid, s2: otherMbid },
    })
    expect(drafts).toEqual(['spotify:s1', `setlistfm:${mbid}`])
    expect(asked.filter((question) => question.startsWith('owners'))).toEqual(['owners of spotify s2 s1'])
  })

  it('is not asked about at MusicBrainz when the services agree', async () => {
    const { asked } = await found({
      services: { spotify: { byName: [said('spotify', 's1')] } },
      artistsOfSpotify: { s1: mbid },
    })
    expect(asked).toEqual([`spotify by name ${name}`])
  })

  it('is that of the first service when each knows one and nothing proves that they are the same', async () => {
    const services = {
      setlistfm: { byName: [said('setlistfm', mbid)] },
      ticketmaster: { byName: [said('ticketmaster', 't1')] },
      spotify: { byName: [said('spotify', 's1')] },
    }
    expect((await found({ services })).drafts).toEqual(['spotify:s1'])
    const { spotify: _, ...others } = services
    expect((await found({ services: others })).drafts).toEqual(['ticketmaster:t1'])
  })

  it('is joined or kept apart as an operator has decided', async () => {
    const services = {
      spotify: { byName: [said('spotify', 's1')] },
      ticketmaster: { byName: [said('ticketmaster', 't1')] },
    }
    const pair = { a: { service: 'spotify', id: 's1' }, b: { service: 'ticketmaster', id: 't1' } }
    expect((await found({ services }, name, [{ ...pair, outcome: 'same' }])).drafts).toEqual([
      'spotify:s1',
      'ticketmaster:t1',
    ])
    const linked = { byName: [said('ticketmaster', 't1', { also: [spotifyId('s1')] })] }
    const apart = await found({ services: { ...services, ticketmaster: linked } }, name, [
      { ...pair, outcome: 'different' },
    ])
    expect(apart.drafts).toEqual(['spotify:s1'])
  })
})

describe('a name that several artists have', () => {
  const namesakes = [
    said('spotify', 's1', { genres: ['indie rock', 'shoegaze', 'dream pop', 'pop'] }),
    said('spotify', 's2', { disambiguation: 'from Bergen' }),
    said('spotify', 's3'),
  ]

  it('is ambiguous, and each candidate can be named', async () => {
    await expect(found({ services: { spotify: { byName: namesakes } } })).rejects.toMatchObject({
      code: 'ambiguous',
      candidates: [
        { name, detail: 'indie rock, shoegaze, dream pop', reference: { spotifyId: 's1' }, score: 0.25 },
        { name, detail: 'from Bergen', reference: { spotifyId: 's2' }, score: 0.25 },
        { name, detail: null, reference: { spotifyId: 's3' }, score: 0.25 },
      ],
    })
  })

  it('is ambiguous among those known to most services only', async () => {
    const byName = [
      said('ticketmaster', 't1', { also: [spotifyId('s1')] }),
      said('ticketmaster', 't2', { also: [spotifyId('s2')] }),
    ]
    await expect(
      found({ services: { spotify: { byName: namesakes }, ticketmaster: { byName } } }),
    ).rejects.toMatchObject({
      code: 'ambiguous',
      candidates: [
        { reference: { spotifyId: 's1' }, score: 0.5 },
        { reference: { spotifyId: 's2' }, score: 0.5 },
      ],
    })
  })

  it('of setlist.fm is named by MusicBrainz ids', async () => {
    const byName = [said('setlistfm', mbid), said('setlistfm', otherMbid)]
    await expect(found({ services: { setlistfm: { byName } } })).rejects.toMatchObject({
      candidates: [{ reference: { mbid } }, { reference: { mbid: otherMbid } }],
    })
  })

  it('stays ambiguous when MusicBrainz cannot be asked', async () => {
    await expect(
      found({ services: { spotify: { byName: namesakes } }, artistsOfSpotify: down('musicbrainz') }),
    ).rejects.toMatchObject({ code: 'ambiguous' })
  })
})

describe('a name that nobody has', () => {
  it('is not found, and the nearest are named', async () => {
    const byName = [
      said('spotify', 's1'),
      said('spotify', 's2', { name: 'Velvet Harbour Trio' }),
      said('spotify', 's3', { name: 'Something else' }),
    ]
    await expect(found({ services: { spotify: { byName } } }, 'Velvet Harbur')).rejects.toMatchObject({
      code: 'not-found',
      message:
        "No service knows an artist named exactly 'Velvet Harbur'. Did you mean 'Velvet Harbor' or 'Velvet Harbour Trio'?",
    })
  })

  it('is not found where no service has an answer, or none can be asked', async () => {
    const message = `No service knows an artist named '${name}'`
    await expect(found({ services: { spotify: {} } })).rejects.toMatchObject({ code: 'not-found', message })
    await expect(found({ services: {} })).rejects.toMatchObject({ code: 'not-found', message })
  })
})

describe('a service that fails', () => {
  it('leaves a gap while another one answers', async () => {
    const { drafts, gaps } = await found({
      services: {
        spotify: { byName: [said('spotify', 's1')] },
        ticketmaster: { byName: down('ticketmaster') },
      },
    })
    expect(drafts).toEqual(['spotify:s1'])
    expect(gaps).toEqual([
      {
        kind: 'artist',
        service: 'ticketmaster',
        reason: 'upstream-failed',
        message: 'ticketmaster is down',
        retryAt: new Date('2026-11-21T12:00:00Z'),
      },
    ])
  })

  it('is the failure of the whole when every service fails', async () => {
    await expect(
      found({
        services: { spotify: { byName: down('spotify') }, setlistfm: { byName: down('setlistfm') } },
      }),
    ).rejects.toMatchObject({ code: 'upstream-failed' })
  })

  it('with a mistake of ours is not hidden as a gap', async () => {
    const services = {
      spotify: { byName: [said('spotify', 's1')] },
      ticketmaster: { byName: new TypeError('our mistake') },
    }
    await expect(found({ services })).rejects.toThrow('our mistake')
  })

  it('is no gap when the caller has stopped', async () => {
    const sources = scripted({
      services: {
        spotify: { byName: [said('spotify', 's1')] },
        ticketmaster: { byName: down('ticketmaster') },
      },
    })
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(findByName(sources, name, { signal }, [])).rejects.toThrow('stop')
  })
})

describe('the services that are asked', () => {
  it('are all that know names, MusicBrainz only without setlist.fm, which holds the same ids', async () => {
    const all = { spotify: { byName: [said('spotify', 's1')] }, setlistfm: {}, musicbrainz: {} }
    expect((await found({ services: all })).asked).toEqual([
      `spotify by name ${name}`,
      `setlistfm by name ${name}`,
    ])
    const { setlistfm: _, ...without } = all
    expect((await found({ services: without })).asked).toEqual([
      `spotify by name ${name}`,
      `musicbrainz by name ${name}`,
    ])
  })

  it('include MusicBrainz about the only one of the name as soon as its id is known, whatever it answers', async () => {
    const services = {
      spotify: { byName: [said('spotify', 's1')] },
      setlistfm: { byName: [said('setlistfm', mbid)] },
      musicbrainz: { byId: { [mbid]: down('musicbrainz') } },
    }
    expect((await found({ services })).asked).toContain(`musicbrainz by id ${mbid}`)
  })
})
