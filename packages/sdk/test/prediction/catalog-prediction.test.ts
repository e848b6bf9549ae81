import { describe, expect, it } from 'vitest'
import { mergeSong, type Song, type SongKind, type Track } from '../../src/domain/song.ts'
import { predictFromCatalog } from '../../src/prediction/catalog-prediction.ts'

const at = new Date('2026-11-21T12:00:00Z')

function song(
  title: string,
  {
    kind = 'studio',
    popularity = null,
    releasedOn = null,
  }: {
    kind?: SongKind
    popularity?: number | null
    releasedOn?: string | null
  } = {},
): Song {
  const track = (of: Track['kind']): Track => ({
    spotifyId: title,
    title,
    songTitle: title,
    kind: of,
    isrc: null,
    durationMs: null,
    explicit: null,
    popularity,
    previewUrl: null,
    albumId: null,
    albumName: null,
    albumType: null,
    releasedOn,
    discNumber: null,
    trackNumber: null,
    image: null,
  })
  return mergeSong(
    null,
    {
      artistId: 'art_1',
      title,
      tracks: kind === 'unrecorded' ? [] : [track(kind)],
      externalIds: [],
      source: { service: 'spotify', at, url: null },
    },
    { id: `sng_${title}`, at },
  )
}
const titles = (songs: readonly Song[]) => predictFromCatalog(songs).map((pick) => pick.song.title)

describe('a prediction from the catalog', () => {
  it('takes the most popular songs first, then studio recordings, then new ones', () => {
    expect(
      titles([
        song('demo', { kind: 'demo', releasedOn: '2026' }),
        song('old', { releasedOn: '1999-05-01' }),
        song('unrecorded', { kind: 'unrecorded' }),
        song('new', { releasedOn: '2025' }),
        song('known', { popularity: 30 }),
        song('loved', { kind: 'live', popularity: 80 }),
      ]),
    ).toEqual(['loved', 'known', 'new', 'old', 'demo', 'unrecorded'])
  })

  it('leaves out what nobody plays: remixes, karaoke, commentary, instrumentals', () => {
    const kinds: SongKind[] = ['remix', 'karaoke', 'commentary', 'instrumental']
    expect(titles(kinds.map((kind) => song(kind, { kind, popularity: 90 })))).toEqual([])
  })

  it('is no longer than an evening, and never more than half sure of a song', () => {
    const picks = predictFromCatalog(Array.from({ length: 40 }, (_, each) => song(`song ${each}`)))
    expect(picks).toHaveLength(15)
    for (const { probability } of picks) expect(probability).toBeLessThanOrEqual(0.5)
    expect(picks.map(({ probability }) => probability)).toEqual(
      picks.map(({ probability }) => probability).toSorted((a, b) => b - a),
    )
  })

  it('says that no setlist is known', () => {
    const reasonOf = (of: Song) => predictFromCatalog([of])[0]!.reason
    expect(reasonOf(song('a', { popularity: 84 }))).toBe('no past setlist is known; popularity 84 of 100')
    expect(reasonOf(song('a', { releasedOn: '2019-04-05' }))).toBe(
      'no past setlist is known; a studio recording of 2019',
    )
    expect(reasonOf(song('a', { kind: 'unrecorded' }))).toBe('no past setlist is known; a song of the artist')
  })
})
