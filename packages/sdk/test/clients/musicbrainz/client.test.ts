import { describe, expect, it } from 'vitest'
import { createMusicbrainz } from '../../../src/clients/musicbrainz/client.ts'
import { UpstreamNotFoundError } from '../../../src/upstream/errors.ts'
import { readRecorded } from '../../support/recorded.ts'
import { failureOf } from '../spotify/support/failure-of.ts'
import { scriptedMusicbrainz, userAgent } from './support/scripted-musicbrainz.ts'

const skidRow = '6da0515e-a27d-449d-84cc-00713c38a140'
const recorded = () => ({ body: readRecorded('musicbrainz', 'artist-rel-urls.koel.json') })
const notFound = {
  status: 404,
  body: { error: 'Not Found', help: 'For usage, please see: https://musicbrainz.org/development/mmd' },
}

const spotifyIdOf = (number: number): string => `id${String(number).padStart(20, '0')}`
const spotifyUrlOf = (number: number): string => `https://open.spotify.com/artist/${spotifyIdOf(number)}`
const mbidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const relation = (number: number, more: object = {}) => ({
  type: 'free streaming',
  'target-type': 'artist',
  direction: 'backward',
  artist: { id: mbidOf(number), name: `Artist ${number}`, disambiguation: '' },
  ...more,
})
const urlOf = (number: number, relations = [relation(number)]) => ({
  id: mbidOf(9),
  resource: spotifyUrlOf(number),
  relations,
})

describe('a caller', () => {
  it('says who it is with every request', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(recorded)
    await musicbrainz.artist(skidRow)
    expect(requests[0]?.headers.get('user-agent')).toBe(userAgent)
    expect(requests[0]?.headers.get('accept')).toBe('application/json')
  })

  it('may be described instead of named', async () => {
    const seen: (string | null)[] = []
    const musicbrainz = createMusicbrainz({
      app: { name: 'Velvet Votes', version: '1.0.0', contact: 'ops@example.org' },
      fetch: async (input, init) => {
        seen.push(new Request(input, init).headers.get('user-agent'))
        return Response.json(recorded().body)
      },
    })
    await musicbrainz.artist(skidRow)
    expect(seen).toEqual(['VelvetVotes/1.0.0 (ops@example.org)'])
  })

  it.each([
    [{}, /who is calling: app: \{ name: 'Velvet Votes'/],
    [{ userAgent: '' }, /who is calling/],
    [{ userAgent: 'node' }, /must read like 'VelvetVotes\/1\.0\.0 \(ops@example\.org\)'/],
    [{ userAgent: 'VelvetVotes/1.0.0' }, /must read like/],
    [{ userAgent: 'VelvetVotes/1.0.0 ()' }, /must read like/],
    [{ userAgent: 'Vélvet/1 (ops@example.org)' }, /ASCII/],
    [{ userAgent: 'A/1 (b)\r\nx-evil: 1 (c)' }, /ASCII/],
    [{ app: { name: 'Velvet', version: '', contact: 'x' } }, /a version and a contact/],
    [{ userAgent, app: { name: 'Velvet', version: '1', contact: 'x' } }, /not both/],
  ])('without a proper name is refused at once: %j', (options, message) => {
    expect(() => createMusicbrainz(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringMatching(message) }),
    )
  })
})

describe('an artist', () => {
  it('comes with its pages', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(recorded)
    const artist = await musicbrainz.artist(skidRow.toUpperCase())
    expect(artist.relations).toHaveLength((recorded().body as { relations: unknown[] }).relations.length)
    expect(requests[0]?.path).toBe(`/artist/${skidRow}`)
    expect(Object.fromEntries(requests[0]!.query)).toEqual({ fmt: 'json', inc: 'aliases genres url-rels' })
  })

  it.each([
    ['7Ln80lUS6He07XvHI8qqHH', /write a UUID such as '6da0515e/],
    [
      `https://musicbrainz.org/artist/${skidRow}`,
      /pass only the id in it, '6da0515e-a27d-449d-84cc-00713c38a140'/,
    ],
    ['', /write a UUID/],
    [null, /type object/],
  ])('%j is refused before any request', (mbid, message) => {
    const { musicbrainz, requests } = scriptedMusicbrainz(recorded)
    expect(() => musicbrainz.artist(mbid as string)).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) }),
    )
    expect(requests).toEqual([])
  })

  it('that nobody knows is an UpstreamNotFoundError', async () => {
    const { musicbrainz } = scriptedMusicbrainz(() => notFound)
    expect(await failureOf(musicbrainz.artist(skidRow))).toBeInstanceOf(UpstreamNotFoundError)
  })
})

describe('the pace', () => {
  it('is one request a second', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(recorded)
    await Promise.all([1, 2, 3, 4].map((number) => musicbrainz.artist(mbidOf(number))))
    const starts = requests.map(({ at }) => at.getTime())
    for (const [index, start] of starts.slice(1).entries())
      expect(start - starts[index]!).toBeGreaterThanOrEqual(1000)
  })

  it('too fast is a 503, waited for and got over', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz((_request, index) =>
      index === 0
        ? {
            status: 503,
            body: { error: 'Your requests are exceeding the allowable rate limit.' },
            headers: { 'retry-after': '3' },
          }
        : recorded(),
    )
    await musicbrainz.artist(skidRow)
    expect(requests[1]!.at.getTime() - requests[0]!.at.getTime()).toBeGreaterThanOrEqual(3000)
  })

  it('too fast without an end to the story is a RateLimitError', async () => {
    const { musicbrainz } = scriptedMusicbrainz(() => ({ status: 503 }), { retries: 2 })
    expect(await failureOf(musicbrainz.artist(skidRow))).toMatchObject({
      code: 'rate-limited',
      status: 503,
      attempts: 3,
    })
  })
})

describe('pages of artists', () => {
  it('are looked up together, in order, with null for unknown ones', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(() => ({
      body: { 'url-count': 2, 'url-offset': 0, urls: [urlOf(3), urlOf(1)] },
    }))
    const found = await musicbrainz.lookupUrls([1, 2, 3, 1].map(spotifyUrlOf))
    expect(found.map((each) => each?.artists.map(({ mbid }) => mbid) ?? null)).toEqual([
      [mbidOf(1)],
      null,
      [mbidOf(3)],
      [mbidOf(1)],
    ])
    expect(requests).toHaveLength(1)
    expect(requests[0]?.query.getAll('resource')).toEqual([1, 2, 3].map(spotifyUrlOf))
    expect(requests[0]?.query.get('inc')).toBe('artist-rels')
  })

  it('are answered by the page itself when one is asked for, and by 404 when nobody entered it', async () => {
    const known = scriptedMusicbrainz(() => ({ body: urlOf(1) }))
    expect(await known.musicbrainz.lookupUrls([spotifyUrlOf(1)])).toEqual([
      {
        url: spotifyUrlOf(1),
        artists: [
          {
            mbid: mbidOf(1),
            name: 'Artist 1',
            disambiguation: null,
            relation: 'free streaming',
            ended: false,
          },
        ],
      },
    ])
    const unknown = scriptedMusicbrainz(() => notFound)
    expect(await unknown.musicbrainz.lookupUrls([spotifyUrlOf(1)])).toEqual([null])
    expect(await unknown.musicbrainz.mbidOfSpotify(spotifyIdOf(1))).toBeNull()
  })

  it('are asked for by fifty', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(({ query }) => ({
      body: { urls: query.getAll('resource').map((resource) => urlOf(Number(resource.slice(-20)))) },
    }))
    const { data, response } = await musicbrainz
      .lookupUrls(Array.from({ length: 120 }, (_, index) => spotifyUrlOf(index)))
      .withResponse()
    expect(data.map((each) => each?.artists[0]?.mbid)).toEqual(
      Array.from({ length: 120 }, (_, index) => mbidOf(index)),
    )
    expect(requests).toHaveLength(3)
    expect(response.attempts).toBe(3)
  })

  it('are the same page however they are spelled', async () => {
    const { musicbrainz } = scriptedMusicbrainz(() => ({
      body: { urls: [{ resource: 'https://www.skidrow.com/', relations: [relation(1)] }] },
    }))
    const found = await musicbrainz.lookupUrls(['http://skidrow.com', 'https://elsewhere.example/'])
    expect(found.map((each) => each?.url ?? null)).toEqual(['https://www.skidrow.com/', null])
  })

  it('name one artist or none', async () => {
    const { musicbrainz } = scriptedMusicbrainz(() => ({
      body: {
        urls: [
          urlOf(1),
          urlOf(2, [relation(2), relation(2, { type: 'streaming' })]),
          urlOf(3, [relation(3), relation(4)]),
          urlOf(5, [relation(5, { ended: true })]),
          urlOf(6, [relation(6, { ended: true }), relation(7)]),
        ],
      },
    }))
    const found = await musicbrainz.mbidsOfSpotify([1, 2, 3, 5, 6, 8].map(spotifyIdOf))
    expect(Object.fromEntries(found)).toEqual({
      [spotifyIdOf(1)]: mbidOf(1),
      [spotifyIdOf(2)]: mbidOf(2),
      [spotifyIdOf(6)]: mbidOf(7),
    })
  })

  it('have to be pages', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(() => notFound)
    expect(() => musicbrainz.lookupUrls(['spotify:artist:1'])).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
    expect(await failureOf(musicbrainz.mbidOfSpotify(spotifyUrlOf(1)))).toMatchObject({
      code: 'invalid-input',
    })
    expect(await musicbrainz.lookupUrls([])).toEqual([])
    expect(requests).toEqual([])
  })
})

describe('a search', () => {
  it('reads the recorded page', async () => {
    const body = readRecorded('musicbrainz', 'artist-search.koel.json')
    const { musicbrainz, requests } = scriptedMusicbrainz((_request, index) => ({
      body: index === 0 ? body : { artists: [] },
    }))
    const found = await musicbrainz.searchArtists('Skid Row').toArray({ limit: 10 })
    expect(found.map(({ id, score }) => [id, score])).toEqual([[skidRow, 100]])
    expect(Object.fromEntries(requests[0]!.query)).toEqual({
      query: '"Skid Row"',
      limit: '100',
      offset: '0',
      fmt: 'json',
    })
    // The recording promises 11,018: what comes empty ends the list.
    expect(requests).toHaveLength(2)
  })

  it('goes on where a page stood, and ends at the total', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(({ query }) => ({
      body: { count: 3, artists: [{ id: mbidOf(Number(query.get('offset'))), name: 'x' }] },
    }))
    expect(await musicbrainz.searchArtists('x').toArray({ limit: 99 })).toHaveLength(3)
    expect(requests.map(({ query }) => query.get('offset'))).toEqual(['0', '1', '2'])
    const lost = musicbrainz.searchArtists('x').pages({ from: 'two' })[Symbol.asyncIterator]()
    expect(await failureOf(lost.next())).toMatchObject({ code: 'invalid-input' })
  })

  it('takes names of signs as they are', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(() => ({ body: { artists: [] } }))
    for (const name of ['!!!', 'AC/DC', 'The "5" \\ Row'])
      await musicbrainz.searchArtists(name).toArray({ limit: 1 })
    expect(requests.map(({ query }) => query.get('query'))).toEqual([
      '"!!!"',
      '"AC/DC"',
      '"The \\"5\\" \\\\ Row"',
    ])
    expect(() => musicbrainz.searchArtists(' ')).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('health', () => {
  it('is told with a request or without', async () => {
    const { musicbrainz, requests } = scriptedMusicbrainz(recorded)
    expect(await musicbrainz.health()).toMatchObject({ service: 'musicbrainz', status: 'up', tier: null })
    expect(requests).toEqual([])
    expect((await musicbrainz.health({ probe: true })).latencyMs).toBeGreaterThanOrEqual(0)
    expect(requests).toHaveLength(1)
  })
})
