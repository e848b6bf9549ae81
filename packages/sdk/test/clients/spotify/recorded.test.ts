import { expect, it } from 'vitest'
import type { z } from 'zod'
import * as schemas from '../../../src/clients/spotify/schemas.ts'
import { toArtistDraft, toTrack } from '../../../src/clients/spotify/to-domain.ts'
import { mergeArtist } from '../../../src/domain/artist.ts'
import { Track } from '../../../src/domain/song.ts'
import { findDrift } from '../../../src/upstream/drift.ts'
import { describeRecorded, readRecorded, recordedFiles } from '../../support/recorded.ts'
import { wireFields } from './wire-fields.ts'

const { SpotifyAlbum, SpotifyArtist, SpotifyTrack } = schemas
const listOf = (name: string, item: z.ZodType) => schemas.listIn(name, item)

/** Which schema reads which recordings, by what they are named after. */
const readers: readonly (readonly [pattern: string, schema: z.ZodType])[] = [
  ['artists/get-artist.*.json', SpotifyArtist],
  ['artists/several-artists.*.json', listOf('artists', SpotifyArtist)],
  ['artists/related-artists.*.json', listOf('artists', SpotifyArtist)],
  ['artists/artist-albums.*.json', schemas.ArtistAlbumsPage],
  ['artists/top-tracks.*.json', listOf('tracks', SpotifyTrack)],
  ['albums/get-album*.json', SpotifyAlbum],
  ['albums/several-albums.*.json', listOf('albums', SpotifyAlbum)],
  ['albums/album-tracks.*.json', schemas.AlbumTracksPage],
  ['tracks/get-track*.json', SpotifyTrack],
  ['tracks/several-tracks.*.json', listOf('tracks', SpotifyTrack)],
  ['search/*.json', schemas.SpotifySearchResult],
  ['recommendations/recommendations.json', schemas.SpotifyRecommendations],
  ['audio-features/several.json', schemas.SeveralAudioFeatures],
  ['auth/token.*.json', schemas.TokenAnswer],
]

type Kind = keyof typeof wireFields
type Thing = Readonly<Record<string, unknown>>

/** Finds the things in an answer, by their type and by where they stand. */
function eachThing(value: unknown, visit: (kind: Kind, thing: Thing) => void, place = ''): void {
  if (Array.isArray(value)) for (const item of value) eachThing(item, visit, place)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  const kind = kindOf(value as Thing, place)
  if (kind) visit(kind, value as Thing)
  for (const [name, item] of Object.entries(value)) {
    if (name !== 'linked_from' && name !== 'playlists') eachThing(item, visit, name)
  }
}

function kindOf(thing: Thing, place: string): Kind | null {
  if (place === 'images') return 'image'
  if (Array.isArray(thing.items)) return 'page'
  if (thing.type === 'artist') return 'images' in thing ? 'artist' : 'artistReference'
  if (thing.type === 'album') return 'tracks' in thing ? 'album' : 'albumReference'
  if (thing.type === 'track') return 'album' in thing ? 'track' : 'albumTrack'
  return null
}

describeRecorded('recorded answers of Spotify', () => {
  const recordings = readers.flatMap(([pattern, schema]) =>
    recordedFiles('spotify', pattern).map((file) => ({ file, schema, body: readRecorded('spotify', file) })),
  )

  it('are all claimed by a schema', () => {
    const claimed = new Set(recordings.map(({ file }) => file))
    const others = recordedFiles('spotify', '**/*.json').filter((file) => !claimed.has(file))
    expect(
      others.filter((file) => !/^(errors|auth\/error|playlists|recommendations\/genre-seeds)/.test(file)),
    ).toEqual([])
  })

  it.each(recordings)('$file is read, with every field known', ({ schema, body }) => {
    expect(schema.safeParse(body).error).toBeUndefined()
    expect(findDrift(schema, body, 'answer', { all: true })).toEqual([])
  })

  it('hold no field that is on neither list', () => {
    const seen = new Set<Kind>()
    for (const { file, body } of recordings) {
      eachThing(body, (kind, thing) => {
        seen.add(kind)
        const { read, ignored }: { read: readonly string[]; ignored: readonly string[] } = wireFields[kind]
        expect(
          Object.keys(thing).filter((name) => !read.includes(name) && !ignored.includes(name)),
          `${kind} in ${file}`,
        ).toEqual([])
      })
    }
    expect([...seen].sort()).toEqual(Object.keys(wireFields).sort())
  })

  it('are listed as the schemas know them, no more and no less', () => {
    const shapes = {
      artist: SpotifyArtist,
      artistReference: schemas.SpotifyArtistReference,
      album: SpotifyAlbum,
      albumReference: schemas.SpotifyAlbumReference,
      albumTrack: schemas.SpotifyAlbumTrack,
      track: SpotifyTrack,
      image: schemas.SpotifyImage,
      page: schemas.ArtistAlbumsPage,
    } satisfies Record<Kind, { shape: object }>
    for (const [kind, { shape }] of Object.entries(shapes)) {
      const { read, ignored } = wireFields[kind as Kind]
      expect([...read, ...ignored].toSorted(), kind).toEqual(Object.keys(shape).toSorted())
    }
  })

  it('become artists and tracks of the domain', () => {
    const at = new Date('2026-11-21T12:00:00Z')
    let artists = 0
    let tracks = 0
    for (const { file, body } of recordings) {
      eachThing(body, (kind, thing) => {
        if (kind === 'artist') {
          const draft = toArtistDraft(SpotifyArtist.parse(thing), { at })
          expect(mergeArtist(null, draft, { id: 'art_1', at }).name, file).toBe(thing.name)
          artists++
        } else if (kind === 'track' || kind === 'albumTrack') {
          expect(Track.safeParse(toTrack(SpotifyTrack.parse(thing))).error, file).toBeUndefined()
          tracks++
        }
      })
    }
    expect(artists).toBeGreaterThan(0)
    expect(tracks).toBeGreaterThan(0)
  })
})
