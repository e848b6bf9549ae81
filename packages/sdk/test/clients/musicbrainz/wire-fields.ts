/**
 * Every field that MusicBrainz sends, by the thing it stands on. `read` ends up in the domain, in matching or steers
 * the client; `ignored` is in the types for those who use the client alone. A field of a new recording belongs on
 * one of the lists.
 */
export const wireFields = {
  artist: {
    read: [
      'id',
      'name',
      'sort-name',
      'disambiguation',
      'country',
      'area',
      'aliases',
      'genres',
      'relations',
      'score',
    ],
    ignored: [
      'type',
      'type-id',
      'begin-area',
      'end-area',
      'life-span',
      'gender',
      'gender-id',
      'ipis',
      'isnis',
      // Genres are the checked ones among them.
      'tags',
    ],
  },
  urlRelation: {
    read: ['type', 'ended', 'url'],
    ignored: [
      'type-id',
      'target-type',
      'direction',
      'begin',
      'end',
      'attributes',
      'attribute-ids',
      'attribute-values',
      'source-credit',
      'target-credit',
    ],
  },
} as const satisfies Record<string, { readonly read: readonly string[]; readonly ignored: readonly string[] }>
