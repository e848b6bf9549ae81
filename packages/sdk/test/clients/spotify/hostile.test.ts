import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArtistDraft, toTracks } from '../../../src/clients/spotify/to-domain.ts'
import { isSetvoteError } from '../../../src/core/errors.ts'
import { Track } from '../../../src/domain/song.ts'
import { scriptedSpotify } from './support/scripted-spotify.ts'
import { album, albumReference, artist, idOf, page, track } from './support/things.ts'

const at = new Date('2026-11-21T12:00:00Z')

const verbs = {
  artist: (spotify) => spotify.artist(idOf(1)).then((found) => toArtistDraft(found, { at })),
  artists: (spotify) => spotify.artists([idOf(1), idOf(2)]),
  artistAlbums: (spotify) => spotify.artistAlbums(idOf(1)).toArray({ limit: 30 }),
  album: (spotify) => spotify.album(idOf(1)),
  albums: (spotify) => spotify.albums([idOf(1), idOf(2)]),
  albumTracks: async (spotify) =>
    toTracks(await spotify.albumTracks(idOf(1)).toArray({ limit: 30 })).map((each) => Track.parse(each)),
  tracks: async (spotify) =>
    toTracks((await spotify.tracks([idOf(1), idOf(2)])).filter((each) => each !== null)).map((each) =>
      Track.parse(each),
    ),
  searchArtists: (spotify) => spotify.searchArtists('x').toArray({ limit: 30 }),
  relatedArtists: (spotify) => spotify.relatedArtists(idOf(1)),
  audioFeatures: (spotify) => spotify.audioFeatures([idOf(1)]),
} satisfies Record<string, (spotify: ReturnType<typeof scriptedSpotify>['spotify']) => PromiseLike<unknown>>

/** Right answers to spoil: a value at some depth is replaced by anything. */
const rightAnswers = [
  artist(1),
  { artists: [artist(1), null] },
  page([albumReference(1), null]),
  album(1),
  { albums: [album(1), album(2)] },
  { tracks: [track(1), track(2)] },
  { artists: page([artist(1)], { total: 9 }) },
]

const spoiled = fc
  .tuple(
    fc.constantFrom(...rightAnswers),
    fc.array(fc.nat(), { maxLength: 5 }),
    fc.jsonValue({ maxDepth: 2 }),
  )
  .map(([answer, path, value]) => spoil(structuredClone(answer), path, value))

function spoil(node: unknown, [step, ...rest]: readonly number[], value: unknown): unknown {
  if (typeof node !== 'object' || node === null || step === undefined) return value
  const holder = node as Record<string, unknown>
  const names = Object.keys(holder)
  const name = names[step % names.length]
  if (name !== undefined) holder[name] = spoil(holder[name], rest, value)
  return node
}

const body = fc.oneof(
  { weight: 4, arbitrary: spoiled },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.string() },
)
const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  fc.constantFrom(204, 400, 401, 403, 404, 418, 429, 500, 503),
)
const headers = fc.constantFrom(
  {},
  { 'retry-after': 'soon' },
  { 'retry-after': '99999999999999' },
  { 'content-type': 'text/html' },
)

describe('whatever Spotify answers', () => {
  it('comes out as a value or as a typed error', { timeout: 60_000 }, async () => {
    const run = fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(verbs) as (keyof typeof verbs)[])),
        fc.array(fc.record({ status, headers, body }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('auto', 'extended', 'development'),
        async (verb, answers, tier) => {
          const { spotify } = scriptedSpotify(
            (_request, index) => {
              const answer = answers[index % answers.length]!
              return answer.status === 204 ? { status: 204 } : answer
            },
            { tier: tier as 'auto', retries: 1 },
          )
          const outcome = await verbs[verb](spotify).then(
            () => null,
            (error: unknown) => error,
          )
          if (outcome !== null && !isSetvoteError(outcome)) throw outcome
        },
      ),
      { numRuns: 300 },
    )
    await expect(run).resolves.toBeUndefined()
  })
})
