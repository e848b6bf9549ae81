/**
 * Every field of setlist.fm's answers that was ever seen or documented, by the thing it stands on: what we read,
 * and what we ignore on purpose. A new field in a recording belongs on one of the lists.
 */
export const wireFields = {
  setlist: {
    read: [
      'id',
      'versionId',
      'eventDate',
      'lastUpdated',
      'artist',
      'venue',
      'tour',
      'info',
      'url',
      'sets',
      'set',
    ],
    ignored: ['lastFmEventId'],
  },
  set: { read: ['name', 'encore', 'song'], ignored: [] },
  song: { read: ['name', 'info', 'cover', 'with', 'tape'], ignored: [] },
  artist: { read: ['mbid', 'name', 'sortName', 'disambiguation', 'url', 'tmid'], ignored: [] },
  venue: { read: ['id', 'name', 'url', 'city'], ignored: [] },
  city: { read: ['id', 'name', 'state', 'stateCode', 'coords', 'country'], ignored: [] },
  country: { read: ['code', 'name'], ignored: [] },
  user: {
    read: ['userId', 'fullname', 'about', 'website', 'url'],
    ignored: ['lastFm', 'mySpace', 'twitter', 'flickr'],
  },
} as const satisfies Record<string, { readonly read: readonly string[]; readonly ignored: readonly string[] }>
