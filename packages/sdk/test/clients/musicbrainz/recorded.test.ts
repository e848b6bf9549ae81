import { expect, it } from 'vitest'
import { ArtistSearchPage, MusicbrainzArtist } from '../../../src/clients/musicbrainz/schemas.ts'
import { spotifyIdsOf, toArtistDraft } from '../../../src/clients/musicbrainz/to-domain.ts'
import { mergeArtist } from '../../../src/domain/artist.ts'
import { findDrift } from '../../../src/upstream/drift.ts'
import { describeRecorded, readRecorded, recordedFiles } from '../../support/recorded.ts'
import { wireFields } from './wire-fields.ts'

const read = (file: string) => readRecorded('musicbrainz', file)
describeRecorded('recorded answers of MusicBrainz', () => {
  const recordings = [
    ...recordedFiles('musicbrainz', 'artist-rel-urls.*.json').map((file) => ({
      file,
      schema: MusicbrainzArtist,
      body: read(file),
    })),
    ...recordedFiles('musicbrainz', 'artist-search.*.json').map((file) => ({
      file,
      schema: ArtistSearchPage,
      body: read(file),
    })),
  ]
  const artists = recordings.flatMap(({ body }) =>
    'artists' in (body as object) ? (body as { artists: object[] }).artists : [body as object],
  )
  const relations = artists.flatMap((artist) => ('relations' in artist ? (artist.relations as object[]) : []))

  it('are all claimed by a schema', () => {
    expect(recordings.map(({ file }) => file).toSorted()).toEqual(recordedFiles('musicbrainz', '**/*.json'))
  })

  it.each(recordings)('$file is read, with every field known', ({ schema, body }) => {
    expect(schema.safeParse(body).error).toBeUndefined()
    expect(findDrift(schema, body, 'answer', { all: true })).toEqual([])
  })

  it.each([
    ['artist', artists],
    ['urlRelation', relations],
  ] as const)('hold no field of a thing of kind %s that is on neither list', (kind, things) => {
    const { read, ignored } = wireFields[kind]
    const listed: readonly string[] = [...read, ...ignored]
    expect(things.length).toBeGreaterThan(0)
    for (const thing of things)
      expect(Object.keys(thing).filter((name) => !listed.includes(name))).toEqual([])
  })

  it('are listed as the schemas know them, no more and no less', () => {
    const shapes = {
      artist: MusicbrainzArtist.shape,
      urlRelation: MusicbrainzArtist.shape.relations.unwrap().unwrap().element.shape,
    }
    for (const [kind, shape] of Object.entries(shapes)) {
      const { read, ignored } = wireFields[kind as keyof typeof wireFields]
      expect([...read, ...ignored].toSorted(), kind).toEqual(Object.keys(shape).toSorted())
    }
  })
})

describeRecorded('an artist', () => {
  const at = new Date('2026-11-21T12:00:00Z')
  const recorded = MusicbrainzArtist.parse(read('artist-rel-urls.koel.json'))

  it('states everything that was recorded of it', () => {
    const draft = toArtistDraft(recorded, { at })
    expect(draft).toMatchObject({
      name: recorded.name,
      sortName: recorded['sort-name'],
      disambiguation: recorded.disambiguation,
      countryCode: recorded.country,
      externalIds: [{ service: 'musicbrainz', id: recorded.id }],
      source: { service: 'musicbrainz', at, url: `https://musicbrainz.org/artist/${recorded.id}` },
    })
    expect(draft.links?.map(({ url }) => url)).toEqual(recorded.relations!.map(({ url }) => url!.resource))
    expect(draft.links?.map(({ name }) => name)).toEqual([
      'last.fm',
      'muzikum',
      'homepage',
      'facebook',
      'instagram',
      'reverbnation',
      'tiktok',
      'songkick',
      'soundcloud',
      'amazon',
      'apple',
      'tidal',
      'wikidata',
      'youtube',
      'youtube',
      'youtube music',
    ])
    expect(mergeArtist(null, draft, { id: 'art_1', at }).links).toHaveLength(recorded.relations!.length)
  })

  it('may lack a page at Spotify, as the recorded one does', () => {
    expect(spotifyIdsOf(recorded)).toEqual([])
  })

  it('carries the Spotify ids of pages that still belong to it, each once', () => {
    const page = (id: string, more: object = {}) => ({
      type: 'free streaming',
      url: { resource: `https://open.spotify.com/artist/${id}` },
      ...more,
    })
    const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(22)) as [string, string, string]
    const artist = {
      ...recorded,
      relations: [
        page(one),
        page(two, { type: 'streaming' }),
        page(one, { type: 'streaming' }),
        page(three, { ended: true }),
      ],
    }
    expect(spotifyIdsOf(artist)).toEqual([one, two])
    expect(toArtistDraft(artist, { at }).externalIds.map(({ id }) => id)).toEqual([recorded.id, one, two])
    expect(toArtistDraft(artist, { at }).links).toHaveLength(2)
  })

  it.each([
    [{ country: 'US' }, 'US'],
    [{ country: null, area: { 'iso-3166-1-codes': ['NL'] } }, 'NL'],
    [{ country: 'XK' }, 'XK'],
    [{ country: 'XW' }, undefined],
    [{ country: null }, undefined],
  ])('is from %j: %j', (facts, expected) => {
    expect(toArtistDraft({ id: recorded.id, name: 'x', ...facts }, { at }).countryCode).toBe(expected)
  })

  it('names its genres, the best known first', () => {
    const genres = [
      { name: 'glam metal', count: 2 },
      { name: 'hard rock', count: 9 },
      { name: 'denied', count: 0 },
    ]
    expect(toArtistDraft({ ...recorded, genres }, { at }).genres).toEqual(['hard rock', 'glam metal'])
  })

  it('says nothing about what nobody entered, and without a name is called by its id', () => {
    const draft = toArtistDraft({ id: recorded.id.toUpperCase(), name: ' ', disambiguation: '' }, { at })
    expect(Object.keys(draft).sort()).toEqual(['externalIds', 'name', 'source'])
    expect(draft.name).toBe(recorded.id)
  })
})
