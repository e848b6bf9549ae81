import { onlyArtist } from '../../clients/musicbrainz/lookup-urls.ts'
import { toArtistDraft as fromMusicbrainz, toPageOwnerDraft } from '../../clients/musicbrainz/to-domain.ts'
import { toArtistDraft as fromSetlistfm } from '../../clients/setlistfm/to-domain.ts'
import { toArtistDraft as fromSpotify } from '../../clients/spotify/to-domain.ts'
import { musicSegmentId } from '../../clients/ticketmaster/classification.ts'
import { externalLinksOf, siteIdOf } from '../../clients/ticketmaster/external-links.ts'
import type { Attraction } from '../../clients/ticketmaster/schemas.ts'
import { toArtistDraft as fromTicketmaster } from '../../clients/ticketmaster/to-domain.ts'
import type { Clock } from '../../core/clock.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { ArtistDraft } from '../../domain/artist.ts'
import type { ExternalId } from '../../domain/external-id.ts'
import type { ImportClients } from '../import-clients.ts'
import type { ArtistSource, ArtistSources } from './artist-sources.ts'

/** Answers of a search by name that are looked at: namesakes come first in none of the services. */
const searchDepth = 20

/** The configured clients as sources of artists. */
export function toArtistSources(clients: ImportClients, clock: Clock): ArtistSources {
  const at = () => ({ at: clock.now() })
  /** Numbers of Ticketmaster's site by attraction id: what setlist.fm knows artists by. */
  const siteIds = new Map<string, string>()
  const services: { -readonly [Service in keyof ArtistSources['services']]: ArtistSource } = {}

  const { spotify, ticketmaster, setlistfm, musicbrainz } = clients
  if (spotify) {
    services.spotify = {
      byId: async (id, options) => fromSpotify(await spotify.artist(id, options), at()),
      byName: async (name, options) =>
        (await spotify.searchArtists(name, {}, options).toArray({ limit: 10 })).map((artist) =>
          fromSpotify(artist, at()),
        ),
    }
  }
  if (ticketmaster) {
    const toDraft = (attraction: Attraction): ArtistDraft | null => {
      const siteId = siteIdOf(attraction)
      if (siteId) siteIds.set(attraction.id, siteId)
      const { draft } = fromTicketmaster(attraction, at())
      return draft && { ...draft, externalIds: [...draft.externalIds, ...linkedIds(attraction)] }
    }
    services.ticketmaster = {
      byId: async (id, options) =>
        named(toDraft(await ticketmaster.attraction(id, options)), 'Ticketmaster', id),
      byName: async (name, options) =>
        (
          await ticketmaster
            .attractions({ keyword: name, segmentId: musicSegmentId }, options)
            .toArray({ limit: searchDepth })
        ).flatMap((attraction) => toDraft(attraction) ?? []),
    }
  }
  if (setlistfm) {
    services.setlistfm = {
      byId: async (id, options) =>
        named(fromSetlistfm(await setlistfm.artist(id, options), at()).draft, 'setlist.fm', id),
      byName: async (name, options) =>
        (await setlistfm.searchArtists({ name }, options).toArray({ limit: searchDepth })).flatMap(
          (artist) => fromSetlistfm(artist, at()).draft ?? [],
        ),
    }
  }
  if (musicbrainz) {
    services.musicbrainz = {
      byId: async (id, options) => fromMusicbrainz(await musicbrainz.artist(id, options), at()),
      byName: async (name, options) =>
        (await musicbrainz.searchArtists(name, options).toArray({ limit: searchDepth })).map((artist) =>
          fromMusicbrainz(artist, at()),
        ),
    }
  }
  return {
    services,
    ...(musicbrainz && {
      artistsOfSpotify: async (spotifyIds, options) => {
        const pages = await musicbrainz.lookupUrls(
          spotifyIds.map((id) => `https://open.spotify.com/artist/${id}`),
          options,
        )
        return new Map(
          spotifyIds.flatMap((id, index) => {
            const owner = onlyArtist(pages[index] ?? null)
            return owner ? [[id, toPageOwnerDraft(owner, at())] as const] : []
          }),
        )
      },
    }),
    ...(setlistfm && {
      mbidOfTicketmaster: async (attractionId, options) => {
        const siteId = siteIds.get(attractionId)
        return siteId ? ((await setlistfm.artistByTicketmasterId(siteId, options))?.mbid ?? null) : null
      },
    }),
  }
}

/** Ids that Ticketmaster's editors linked. Two of one service contradict each other: then neither is believed. */
function linkedIds(attraction: Attraction): ExternalId[] {
  const { spotifyIds, mbids } = externalLinksOf(attraction)
  return [
    ...(spotifyIds.length === 1 ? [{ service: 'spotify' as const, id: spotifyIds[0]! }] : []),
    ...(mbids.length === 1 ? [{ service: 'musicbrainz' as const, id: mbids[0]! }] : []),
  ]
}

function named(draft: ArtistDraft | null, service: string, id: string): ArtistDraft {
  if (draft) return draft
  throw new NotFoundError(`${service} lists an artist without a name under ${id}`)
}
