import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestTrack, isVotable, mergeSong, type Song, songKinds, type Track } from '../../src/domain/song.ts'
import { by, context, later, mergedBy, song, track } from './statements.ts'

const image = (name: string) => ({
  url: `https://i.example/${name}.jpg`,
  width: 640,
  height: 640,
  fallback: false,
  credit: null,
})

const spotify = by('spotify')

/** The facts that follow from recordings. */
const factsOf = ({ title, kind, tracks, durationMs, popularity, releasedOn, image: cover }: Song) => ({
  title,
  kind,
  tracks,
  durationMs,
  popularity,
  releasedOn,
  image: cover,
})

describe('the facts of a song', () => {
  it('are those of its best recording, its highest popularity and its first day', () => {
    const merged = mergeSong(
      null,
      song({
        source: spotify,
        title: 'Low Tide - Live',
        tracks: [
          track('live', { kind: 'live', songTitle: 'Low tide', popularity: 80, releasedOn: '2009' }),
          track('first', { releasedOn: '2011-05-23', durationMs: 200_000 }),
          track('remaster', {
            releasedOn: '2021-05',
            durationMs: 201_000,
            popularity: 40,
            image: image('remaster'),
          }),
        ],
      }),
      context,
    )
    expect(factsOf(merged)).toMatchObject({
      title: 'Low Tide',
      kind: 'studio',
      durationMs: 201_000,
      popularity: 80,
      releasedOn: '2009',
      image: image('remaster'),
    })
  })

  it('are unrecorded and unknown without recordings', () => {
    expect(factsOf(mergeSong(null, song(), context))).toEqual({
      title: 'Low Tide',
      kind: 'unrecorded',
      tracks: [],
      durationMs: null,
      popularity: null,
      releasedOn: null,
      image: null,
    })
  })

  it('are the same in whichever order the recordings arrive, and however often', () => {
    const someTrack = (spotifyId: string): fc.Arbitrary<Track> =>
      fc
        .record({
          kind: fc.constantFrom(...songKinds.filter((kind) => kind !== 'unrecorded')),
          songTitle: fc.constantFrom('Low Tide', 'Low tide', 'LOW TIDE'),
          durationMs: fc.option(fc.integer({ min: 1, max: 400_000 })),
          releasedOn: fc.option(fc.constantFrom('2009', '2009-05', '2009-05-23', '2021', '2021-01-01')),
          isrc: fc.option(fc.constant(`ISRC-${spotifyId}`)),
          popularity: fc.option(fc.integer({ min: 0, max: 100 })),
          image: fc.option(fc.constant(image(spotifyId))),
        })
        .map((fields) => track(spotifyId, fields))
    /** A recording as it is read: sometimes without what only a full track knows. */
    const seen = (whole: Track) =>
      fc.boolean().map((full) => (full ? whole : { ...whole, isrc: null, popularity: null }))
    const drafts = fc
      .tuple(...['c', 'a', 'd', 'b', 'e'].map(someTrack))
      .chain((tracks) =>
        fc.array(fc.array(fc.constantFrom(...tracks).chain(seen), { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
      )
      .map((groups) => groups.map((tracks) => song({ source: spotify, title: tracks[0]!.songTitle, tracks })))
    const shuffled = drafts.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray(all),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([all, reordered, repeated]) => {
        const held = mergedBy(mergeSong, all)
        expect(factsOf(mergedBy(mergeSong, reordered))).toEqual(factsOf(held))
        for (const draft of repeated) expect(mergeSong(held, structuredClone(draft), context)).toBe(held)
      }),
      { numRuns: 300 },
    )
  })

  it('keep what a full track knew when it is read again as part of an album', () => {
    const full = track('a', { isrc: 'GB1', popularity: 50 })
    const held = mergeSong(null, song({ source: spotify, tracks: [full] }), context)
    expect(mergeSong(held, song({ source: spotify, tracks: [track('a')] }), context)).toBe(held)
  })

  it('change with what is newly known of a recording', () => {
    const held = mergeSong(null, song({ source: spotify, tracks: [track('a', { popularity: 50 })] }), context)
    const { popularity, tracks } = mergeSong(
      held,
      song({ source: spotify, tracks: [track('a', { popularity: 20 })] }),
      context,
    )
    expect([popularity, tracks.length]).toEqual([20, 1])
  })
})

describe('the title of a song', () => {
  const recorded = song({ source: spotify, title: 'Low Tide', tracks: [track('a')] })

  it('is that of its best recording, however setlists call it, and whoever speaks first', () => {
    const played = song({ title: 'Low tyde' })
    expect(mergedBy(mergeSong, [played, recorded]).title).toBe('Low Tide')
    expect(mergedBy(mergeSong, [recorded, played]).title).toBe('Low Tide')
    expect(mergedBy(mergeSong, [played]).title).toBe('Low tyde')
  })

  it('that another recording spells differently changes nothing when it is read again', () => {
    const live = song({
      source: spotify,
      title: 'LOW TIDE',
      tracks: [track('b', { kind: 'live', songTitle: 'LOW TIDE' })],
    })
    const held = mergedBy(mergeSong, [recorded, live])
    const source = by('spotify', later)
    expect(mergeSong(held, { ...live, source }, context)).toBe(held)
    expect(mergeSong(held, { ...recorded, source }, context)).toBe(held)
  })

  it('that an operator has stated stays, whatever is recorded', () => {
    const renamed = song({ source: by('operator'), title: 'Low Tide (Part I)' })
    expect(mergedBy(mergeSong, [recorded, renamed, recorded]).title).toBe('Low Tide (Part I)')
    expect(mergedBy(mergeSong, [renamed, recorded]).title).toBe('Low Tide (Part I)')
  })
})

describe('the best recording', () => {
  it('is of the best kind, then the newest, then the same one always', () => {
    expect(bestTrack([])).toBeNull()
    const kinds = songKinds.filter((kind) => kind !== 'unrecorded')
    for (const [rank, kind] of kinds.entries()) {
      const rest = kinds.slice(rank).map((each) => track(each, { kind: each, releasedOn: '2020' }))
      expect(bestTrack(rest.toReversed())?.kind).toBe(kind)
    }
    const dated = ['2020', '2020-05', null, '2019-12-31'].map((releasedOn, index) =>
      track(String(index), { releasedOn }),
    )
    expect(bestTrack(dated)?.releasedOn).toBe('2020-05')
    expect(bestTrack([track('b'), track('a')])?.spotifyId).toBe('a')
  })
})

describe('a song that fans may vote for', () => {
  it('is one that the artist plays', () => {
    expect(songKinds.filter((kind) => isVotable({ kind }))).toEqual([
      'studio',
      'live',
      'acoustic',
      'demo',
      'edit',
      'unrecorded',
    ])
  })
})
