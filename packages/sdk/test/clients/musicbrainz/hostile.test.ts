import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Musicbrainz } from '../../../src/clients/musicbrainz/client.ts'
import { toArtistDraft } from '../../../src/clients/musicbrainz/to-domain.ts'
import { isSetvoteError } from '../../../src/core/errors.ts'
import { describeRecorded, readRecorded } from '../../support/recorded.ts'
import { scriptedMusicbrainz } from './support/scripted-musicbrainz.ts'

const at = new Date('2026-11-21T12:00:00Z')
const mbid = '6da0515e-a27d-449d-84cc-00713c38a140'
const urls = ['https://open.spotify.com/artist/7Ln80lUS6He07XvHI8qqHH', 'http://www.skidrow.com/']

const verbs = {
  artist: (client) => client.artist(mbid).then((found) => toArtistDraft(found, { at })),
  searchArtists: async (client) =>
    (await client.searchArtists('x').toArray({ limit: 30 })).map((found) => toArtistDraft(found, { at })),
  lookupUrls: (client) => client.lookupUrls(urls),
  mbidOfSpotify: (client) => client.mbidOfSpotify('7Ln80lUS6He07XvHI8qqHH'),
} satisfies Record<string, (client: Musicbrainz) => PromiseLike<unknown>>

const page = {
  resource: urls[0],
  relations: [{ type: 'streaming', ended: false, artist: { id: mbid, name: 'x' } }],
}
const rightAnswers = () => [
  readRecorded('musicbrainz', 'artist-rel-urls.koel.json'),
  readRecorded('musicbrainz', 'artist-search.koel.json'),
  page,
  { urls: [page], 'url-count': 1 },
]

const spoiled = () =>
  fc
    .tuple(
      fc.constantFrom(...rightAnswers()),
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

const body = () =>
  fc.oneof(
    { weight: 4, arbitrary: spoiled() },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.string() },
  )
const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  fc.constantFrom(400, 403, 404, 418, 429, 500, 503),
)

describeRecorded('whatever MusicBrainz answers', () => {
  it('comes out as a value or as a typed error', { timeout: 60_000 }, async () => {
    const run = fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(verbs) as (keyof typeof verbs)[])),
        fc.array(fc.record({ status, body: body() }), { minLength: 1, maxLength: 3 }),
        async (verb, answers) => {
          const { musicbrainz } = scriptedMusicbrainz((_request, index) => answers[index % answers.length]!, {
            retries: 1,
          })
          const outcome = await verbs[verb](musicbrainz).then(
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
