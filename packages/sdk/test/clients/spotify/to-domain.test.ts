import { describe, expect, it } from 'vitest'
import {
  SpotifyAlbum,
  SpotifyArtist,
  SpotifyRecommendations,
  SpotifyTrack,
} from '../../../src/clients/spotify/schemas.ts'
import { isTrackOf, toArtistDraft, toTrack, toTracks } from '../../../src/clients/spotify/to-domain.ts'
import { Track } from '../../../src/domain/song.ts'
import { readRecorded } from '../../support/recorded.ts'
import { albumTrack, artist, idOf, track } from './support/things.ts'

const at = new Date('2026-11-21T12:00:00Z')

describe('an artist', () => {
  it('states everything that was recorded of it', () => {
    const recorded = SpotifyArtist.parse(readRecorded('spotify', 'artists/get-artist.arctic-monkeys.json'))
    expect(toArtistDraft(recorded, { at })).toEqual({
      name: recorded.name,
      images: recorded.images!.map((image) => ({ ...image, fallback: false, credit: null })),
      links: [{ name: 'spotify', url: recorded.external_urls!.spotify }],
      popularity: recorded.popularity,
      spotifyFollowers: recorded.followers!.total,
      externalIds: [{ service: 'spotify', id: recorded.id }],
      source: { service: 'spotify', at, url: recorded.external_urls!.spotify },
    })
  })

  it('says nothing about what the development tier does not see', () => {
    const draft = toArtistDraft(SpotifyArtist.parse({ ...artist(1, 'restricted'), genres: [] }), { at })
    expect(Object.keys(draft).sort()).toEqual(['externalIds', 'links', 'name', 'source'])
  })

  it('keeps genres where there are some, and drops values that make no sense', () => {
    const draft = toArtistDraft(
      SpotifyArtist.parse({
        ...artist(1),
        genres: ['indie rock', ' '],
        popularity: 101,
        followers: { total: -1 },
        external_urls: { spotify: 'javascript:alert(1)' },
        images: [
          { url: 'https://i.scdn.co/a', width: 0, height: 640.5 },
          { url: 'not a url', width: 1, height: 1 },
        ],
      }),
      { at },
    )
    expect(draft).toMatchObject({
      genres: ['indie rock'],
      images: [{ url: 'https://i.scdn.co/a', width: null, height: null }],
      source: { url: `https://open.spotify.com/artist/${idOf(1)}` },
    })
    expect(draft).not.toHaveProperty('popularity')
    expect(draft).not.toHaveProperty('spotifyFollowers')
  })

  it('without a name is called by its id', () => {
    expect(toArtistDraft({ id: idOf(1), name: ' ' }, { at }).name).toBe(idOf(1))
  })
})

describe('a track', () => {
  it('states everything that was recorded of it', () => {
    const recorded = SpotifyTrack.parse(
      readRecorded('spotify', 'tracks/get-track.come-together-remastered.json'),
    )
    const made = toTrack(recorded)
    expect(made).toEqual({
      spotifyId: recorded.id,
      title: recorded.name,
      songTitle: 'Come Together',
      kind: 'studio',
      isrc: recorded.external_ids!.isrc,
      durationMs: recorded.duration_ms,
      explicit: recorded.explicit,
      popularity: recorded.popularity,
      previewUrl: null,
      albumId: recorded.album!.id,
      albumName: recorded.album!.name,
      albumType: null,
      releasedOn: recorded.album!.release_date,
      discNumber: recorded.disc_number,
      trackNumber: null,
      image: { ...recorded.album!.images![0], fallback: false, credit: null },
    })
    expect(made.title).toContain('Remastered')
  })

  it('of an album takes what it lacks from the album', () => {
    const album = SpotifyAlbum.parse(readRecorded('spotify', 'albums/get-album.json'))
    const tracks = toTracks(
      album.tracks!.items.filter((each) => each !== null),
      album,
    )
    expect(tracks).toHaveLength(12)
    for (const each of tracks) {
      expect(Track.safeParse(each).error).toBeUndefined()
      expect(each).toMatchObject({
        albumId: album.id,
        albumName: album.name,
        albumType: 'album',
        isrc: null,
        popularity: null,
      })
      expect(each.releasedOn).toBe(album.release_date)
    }
  })

  it('on a live album is live, whatever its title says', () => {
    const album = SpotifyAlbum.parse({ id: idOf(1), name: 'Live at Budokan', album_type: 'album' })
    expect(toTrack({ ...albumTrack(1), name: 'Surrender' }, album)).toMatchObject({
      kind: 'live',
      songTitle: 'Surrender',
    })
    expect(toTrack({ ...albumTrack(1), name: 'Live and Let Die' })).toMatchObject({
      kind: 'studio',
      songTitle: 'Live and Let Die',
    })
  })

  it('keeps the id of the album when another recording stands in for it', () => {
    const relinked = SpotifyTrack.parse(readRecorded('spotify', 'tracks/get-track.market-ES.json'))
    expect(toTrack(relinked).spotifyId).toBe(relinked.linked_from!.id)
  })

  it.each([
    ['GB-CEL-13-00362', 'GBCEL1300362'],
    ['gbcel1300362', 'GBCEL1300362'],
    ['not an isrc', null],
    ['', null],
  ])('writes the ISRC %j as %j', (isrc, expected) => {
    expect(toTrack({ ...SpotifyTrack.parse(track(1)), external_ids: { isrc } }).isrc).toBe(expected)
  })

  it.each([
    ['2011', '2011'],
    ['2011-05', '2011-05'],
    ['2011-05-23', '2011-05-23'],
    ['0000', null],
    ['soon', null],
    [null, null],
  ])('of an album released on %j is from %j', (release_date, expected) => {
    expect(toTrack(SpotifyTrack.parse(track(1)), { id: idOf(1), name: 'X', release_date }).releasedOn).toBe(
      expected,
    )
  })

  it('names the type of its album in one way, though recommendations write it in capitals', () => {
    const recorded = readRecorded('spotify', 'recommendations/recommendations.json')
    const types = SpotifyRecommendations.parse(recorded).tracks.map((each) => toTrack(each).albumType)
    expect([...new Set(types)].filter((type) => type !== type?.toLowerCase())).toEqual([])
    expect(types).toContain('album')
  })

  it('that was taken down, and has no title any more, is left out of lists', () => {
    expect(toTracks([{ ...albumTrack(1), name: '' }, albumTrack(2)])).toHaveLength(1)
    expect(Track.safeParse(toTrack({ ...albumTrack(1), name: ' ' })).error).toBeUndefined()
  })

  it('belongs to each artist that is credited', () => {
    const duet = {
      ...albumTrack(1),
      artists: [
        { id: idOf(1), name: 'A' },
        { id: idOf(2), name: 'B' },
      ],
    }
    expect([1, 2, 3].map((number) => isTrackOf(duet, idOf(number)))).toEqual([true, true, false])
  })
})
