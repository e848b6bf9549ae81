import { fullPageLimit } from './capabilities.ts'
import { checkChoices, checkMarket, checkWhole } from './check-input.ts'
import { createById } from './family.ts'
import { createOffsetList } from './offset-list.ts'
import {
  AlbumTracksPage,
  ArtistAlbumsPage,
  albumGroups,
  listIn,
  SpotifyAlbum,
  SpotifyArtist,
  SpotifyTrack,
} from './schemas.ts'
import type { SpotifyCatalogVerbs } from './spotify.ts'
import { checkSpotifyId, checkSpotifyIds } from './spotify-ids.ts'
import { cacheForMs, mapCall, type Wire, withPageLimit } from './wire.ts'

/** Album tracks come by fifty in every tier. */
const tracksPageLimit = 50

const TopTracks = listIn('tracks', SpotifyTrack)
const RelatedArtists = listIn('artists', SpotifyArtist)

export function catalogVerbs(wire: Wire): SpotifyCatalogVerbs {
  const marketOf = (market: string | undefined) => checkMarket(market) ?? wire.market

  const artists = createById<SpotifyArtist>(wire, {
    kind: 'artist',
    schema: SpotifyArtist,
    cacheForMs: cacheForMs.artist,
    answers: (artist, id) => artist.id === id,
  })
  const albums = createById<SpotifyAlbum>(wire, {
    kind: 'album',
    schema: SpotifyAlbum,
    cacheForMs: cacheForMs.catalog,
    answers: (album, id) => album.id === id,
  })
  const tracks = createById<SpotifyTrack>(wire, {
    kind: 'track',
    schema: SpotifyTrack,
    cacheForMs: cacheForMs.catalog,
    // In a market another recording may stand in for a track; the development tier is not told for which.
    answers: (track, id, market) => track.id === id || track.linked_from != null || market !== undefined,
  })

  return {
    artist: (id, options = {}) => artists(undefined).one(checkSpotifyId(id, 'artist'), options),
    artists: (ids, options = {}) => artists(undefined).several(checkSpotifyIds(ids, 'artist'), options),
    album: (id, { market } = {}, options = {}) =>
      albums(marketOf(market)).one(checkSpotifyId(id, 'album'), options),
    albums: (ids, { market } = {}, options = {}) =>
      albums(marketOf(market)).several(checkSpotifyIds(ids, 'album'), options),
    track: (id, { market } = {}, options = {}) =>
      tracks(marketOf(market)).one(checkSpotifyId(id, 'track'), options),
    tracks: (ids, { market } = {}, options = {}) =>
      tracks(marketOf(market)).several(checkSpotifyIds(ids, 'track'), options),

    artistAlbums(id, { groups, market, pageSize = fullPageLimit } = {}, options = {}) {
      checkSpotifyId(id, 'artist')
      checkWhole(pageSize, 'pageSize', 1, fullPageLimit)
      const query = {
        include_groups: groups && checkChoices(groups, 'groups', albumGroups),
        market: marketOf(market),
      }
      return createOffsetList((offset) =>
        withPageLimit(wire.capabilities, pageSize, async (limit) => {
          const page = await wire.call(
            {
              path: `/artists/${id}/albums`,
              template: '/artists/{id}/albums',
              query: { ...query, limit, offset },
              schema: ArtistAlbumsPage,
              cacheForMs: cacheForMs.catalog,
            },
            options,
          )
          return { page, limit }
        }),
      )
    },

    albumTracks(album, { market } = {}, options = {}) {
      const id = checkSpotifyId(typeof album === 'string' ? album : album.id, 'album')
      const inHand = typeof album === 'string' ? null : (album.tracks ?? null)
      const query = { market: marketOf(market), limit: tracksPageLimit }
      return createOffsetList(async (offset) => {
        if (offset === 0 && inHand) return { page: inHand, limit: tracksPageLimit }
        const page = await wire.call(
          {
            path: `/albums/${id}/tracks`,
            template: '/albums/{id}/tracks',
            query: { ...query, offset },
            schema: AlbumTracksPage,
            cacheForMs: cacheForMs.catalog,
          },
          options,
        )
        return { page, limit: tracksPageLimit }
      })
    },

    artistTopTracks(id, { market } = {}, options = {}) {
      const call = wire.call(
        {
          path: `/artists/${checkSpotifyId(id, 'artist')}/top-tracks`,
          template: '/artists/{id}/top-tracks',
          query: { market: marketOf(market) },
          schema: TopTracks,
          cacheForMs: cacheForMs.artist,
        },
        options,
      )
      return mapCall(call, (answer) => (answer.tracks ?? []).filter((track) => track !== null))
    },

    relatedArtists(id, options = {}) {
      const call = wire.call(
        {
          path: `/artists/${checkSpotifyId(id, 'artist')}/related-artists`,
          template: '/artists/{id}/related-artists',
          schema: RelatedArtists,
          cacheForMs: cacheForMs.artist,
        },
        options,
      )
      return mapCall(call, (answer) => (answer.artists ?? []).filter((artist) => artist !== null))
    },
  }
}
