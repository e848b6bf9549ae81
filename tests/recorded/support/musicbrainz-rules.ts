import { each, mapMusicbrainzArtist } from '../../support/mapping.ts'
import { firstPage, type Rule } from './exchange.ts'

export const musicbrainzRules: readonly Rule[] = [
  {
    pattern: /^musicbrainz\//,
    exchanges: (content) => {
      const body = content as { readonly id: string; readonly artists?: readonly unknown[] }
      if (body.artists) {
        return [
          {
            answers: [{ path: '/artist', query: { fmt: 'json' }, body }],
            ask: ({ musicbrainz }) => firstPage(musicbrainz.searchArtists('x')),
            expected: { value: body.artists },
            map: each(mapMusicbrainzArtist),
          },
        ]
      }
      return [
        {
          answers: [{ path: `/artist/${body.id}`, query: { fmt: 'json' }, body }],
          ask: ({ musicbrainz }) => musicbrainz.artist(body.id),
          expected: { value: body },
          map: mapMusicbrainzArtist,
        },
      ]
    },
  },
]
