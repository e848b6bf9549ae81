import type { ArtistDraft, Track } from '@setvote/sdk/storage'
import { expect } from 'vitest'
import { type FieldList, same, text } from './field-list.ts'

const technical = {
  type: 'known from where it stands',
  uri: 'the id in another spelling',
  href: 'an address of the API',
} as const

export const artistFields: FieldList<ArtistDraft> = {
  read: {
    id: same(({ externalIds }) => externalIds.map(({ id }) => id)),
    name: text(({ name }) => name),
    'external_urls.spotify': text(({ links }) => links?.map(({ url }) => url)),
    'followers.total': same(({ spotifyFollowers }) => spotifyFollowers),
    'genres[]': text(({ genres }) => genres),
    'images[].url': text(({ images }) => images?.map(({ url }) => url)),
    'images[].width': same(({ images }) => images?.map(({ width }) => width)),
    'images[].height': same(({ images }) => images?.map(({ height }) => height)),
    popularity: same(({ popularity }) => popularity),
  },
  ignored: { ...technical, 'followers.href': 'always null' },
}

interface Cover {
  readonly url: string
  readonly width?: number | null
}

/** The largest picture of the album stands for the track. */
function cover({ image }: Track, images: unknown): void {
  const [largest] = (images as Cover[]).toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))
  expect(image?.url ?? null).toBe(largest?.url ?? null)
}

/** The fields of an album that its tracks carry. */
export const albumFields: FieldList<Track> = {
  read: {
    id: same(({ albumId }) => albumId),
    name: same(({ albumName }) => albumName),
    album_type: ({ albumType }, value) => expect(albumType).toBe(String(value).toLowerCase()),
    release_date: ({ releasedOn }, value) => {
      // Spotify writes 0000 where it knows nothing.
      expect(releasedOn).toBe(String(value).startsWith('0000') ? null : value)
    },
    images: cover,
  },
  ignored: {
    ...technical,
    external_urls: 'the id in another spelling',
    album_group: 'releases are asked for by group',
    artists: 'those of its tracks say more',
    available_markets: 'a song is a song wherever it can be played',
    is_playable: 'a song is a song wherever it can be played',
    restrictions: 'a song is a song wherever it can be played',
    release_date_precision: 'the date itself is as precise',
    total_tracks: 'how many tracks to expect',
    tracks: 'on the list of tracks',
    copyrights: 'of the label',
    label: 'of the label',
    external_ids: 'of the release, which is no thing of ours',
    genres: 'those of the artist say more',
    popularity: 'that of its tracks says more',
  },
}

const linked = (thing: unknown): string | undefined =>
  (thing as { readonly linked_from?: { readonly id?: string } }).linked_from?.id

export const trackFields: FieldList<Track> = {
  read: {
    id: ({ spotifyId }, id, thing) => expect(spotifyId).toBe(linked(thing) ?? id),
    'linked_from.id': same(({ spotifyId }) => spotifyId),
    name: text(({ title }) => title),
    'external_ids.isrc': ({ isrc }, value) =>
      expect(isrc).toBe(String(value).replace(/[\s-]/g, '').toUpperCase()),
    duration_ms: same(({ durationMs }) => durationMs),
    explicit: same(({ explicit }) => explicit),
    popularity: same(({ popularity }) => popularity),
    preview_url: same(({ previewUrl }) => previewUrl),
    disc_number: same(({ discNumber }) => discNumber),
    track_number: same(({ trackNumber }) => trackNumber),
  },
  ignored: {
    ...technical,
    album: 'on the list of albums',
    artists: 'whether it is the artist’s own; a song belongs to one',
    external_urls: 'the id in another spelling',
    linked_from: 'the id in other spellings',
    'external_ids.ean': 'of the release',
    'external_ids.upc': 'of the release',
    available_markets: 'a song is a song wherever it can be played',
    is_playable: 'a song is a song wherever it can be played',
    restrictions: 'a song is a song wherever it can be played',
    is_local: 'never true of a catalog',
    episode: 'of a playlist: whether it is one',
    track: 'of a playlist: whether it is one',
  },
}
