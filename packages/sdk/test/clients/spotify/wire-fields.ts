/**
 * Every field that Spotify sends, by the thing it stands on. `read` ends up in the domain or steers the client;
 * `ignored` is in the types for those who use the client alone, and setvote has no place for it. A field of a new
 * recording belongs on one of the lists.
 */
export const wireFields = {
  artist: {
    read: ['id', 'name', 'external_urls', 'followers', 'genres', 'images', 'popularity'],
    // Ids in other spellings.
    ignored: ['type', 'uri', 'href'],
  },
  artistReference: {
    read: ['id', 'name'],
    ignored: ['type', 'uri', 'href', 'external_urls'],
  },
  albumReference: {
    read: ['id', 'name', 'album_type', 'images', 'release_date', 'total_tracks'],
    ignored: [
      'type',
      'uri',
      'href',
      'external_urls',
      // Asked for by group, so it is known.
      'album_group',
      // Those of its tracks say more.
      'artists',
      // A song is a song wherever it can be played.
      'available_markets',
      'is_playable',
      'restrictions',
      // The date itself is as precise.
      'release_date_precision',
    ],
  },
  album: {
    // Popularity and label tell the tiers apart.
    read: [
      'id',
      'name',
      'album_type',
      'images',
      'release_date',
      'total_tracks',
      'tracks',
      'popularity',
      'label',
    ],
    ignored: [
      'type',
      'uri',
      'href',
      'external_urls',
      'album_group',
      'artists',
      'available_markets',
      'is_playable',
      'restrictions',
      'release_date_precision',
      'copyrights',
      // Of the album as a product.
      'external_ids',
      // Always empty.
      'genres',
    ],
  },
  albumTrack: {
    read: [
      'id',
      'name',
      'artists',
      'disc_number',
      'duration_ms',
      'explicit',
      'linked_from',
      'preview_url',
      'track_number',
    ],
    ignored: [
      'type',
      'uri',
      'href',
      'external_urls',
      'available_markets',
      'is_local',
      'is_playable',
      'restrictions',
    ],
  },
  track: {
    read: [
      'id',
      'name',
      'artists',
      'disc_number',
      'duration_ms',
      'explicit',
      'linked_from',
      'preview_url',
      'track_number',
      'album',
      'external_ids',
      'popularity',
    ],
    ignored: [
      'type',
      'uri',
      'href',
      'external_urls',
      'available_markets',
      'is_local',
      'is_playable',
      'restrictions',
    ],
  },
  image: { read: ['url', 'width', 'height'], ignored: [] },
  page: {
    read: ['items', 'limit', 'next', 'total'],
    // Positions are our own arithmetic.
    ignored: ['href', 'offset', 'previous'],
  },
} as const satisfies Record<string, { readonly read: readonly string[]; readonly ignored: readonly string[] }>
