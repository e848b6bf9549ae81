import { beforeAll, expect, it } from 'vitest'
import { createSandbox } from '../../../src/sandbox/index.ts'
import { describeRecorded } from '../../support/recorded.ts'
import { type Answer, listenTo } from './conversation.ts'
import { type Shape, shapeOfRecorded, strangePlaces } from './recorded-shape.ts'
import { walkMusicbrainz } from './walk-musicbrainz.ts'

/** Places that the recordings cannot vouch for. */
const unrecorded: readonly { readonly place: RegExp; readonly reason: string }[] = [
  {
    place: /^\/artist\/\{mbid\} begin-area is null/,
    reason: 'Null where nobody has entered a place; recorded is an artist that has one.',
  },
  { place: /^\/artist artists\[\]\.tags/, reason: 'The recording has a note where the tags were.' },
]

describeRecorded('musicbrainz in the sandbox', () => {
  let answers: Answer[] = []
  beforeAll(async () => {
    const sandbox = createSandbox({ today: '2026-11-21', limits: false })
    answers = await listenTo(sandbox, 'musicbrainz', walkMusicbrainz)
  })

  it('answers in the types of recorded answers, the listed places aside', () => {
    expect(new Set(answers.map(({ template }) => template))).toEqual(
      new Set(['/artist/{mbid}', '/artist', '/url']),
    )
    expect(
      strangePlacesIn(answers).filter((found) => !unrecorded.some(({ place }) => place.test(found))),
    ).toEqual([])
  })

  it.each(unrecorded)('still has places without a recording: $place', ({ place }) => {
    expect(strangePlacesIn(answers).some((found) => place.test(found))).toBe(true)
  })
})

/** No look-up of an address was recorded, but its parts were: artists in searches, addresses in relations. */
function withUrlLookups(shape: Shape): Shape {
  const parts: (readonly [string, ReadonlySet<string>])[] = []
  for (const [place, types] of shape) {
    if (place.startsWith('artists[]')) parts.push([place.replace('artists[]', 'relations[].artist'), types])
    if (place.startsWith('relations[].url.')) parts.push([place.replace('relations[].url.', ''), types])
  }
  return new Map([...parts, ...shape])
}

function strangePlacesIn(answers: readonly Answer[]): string[] {
  const shape = withUrlLookups(shapeOfRecorded('musicbrainz'))
  const found = answers.flatMap(({ body, template }) =>
    strangePlaces(body, shape).map((place) => `${template} ${place}`),
  )
  return [...new Set(found)].sort()
}
