import type { ArtistDraft } from '../../domain/artist.ts'
import type { CallOptions } from '../../upstream/call.ts'
import type { LedgerService } from '../ledger.ts'

/** One service as a source of artists. Absent verbs are questions the service cannot answer. */
export interface ArtistSource {
  byId(id: string, options: CallOptions): Promise<ArtistDraft>
  /** Artists of about this name, the service's best answers first. */
  byName(name: string, options: CallOptions): Promise<ArtistDraft[]>
}

/** What the configured clients can tell about artists. */
export interface ArtistSources {
  readonly services: Readonly<Partial<Record<LedgerService, ArtistSource>>>
  /** Who MusicBrainz says these Spotify pages belong to, by Spotify id; absent without a MusicBrainz client. */
  readonly artistsOfSpotify?: (
    spotifyIds: readonly string[],
    options: CallOptions,
  ) => Promise<ReadonlyMap<string, ArtistDraft>>
  /** The MusicBrainz id that setlist.fm keeps for a Ticketmaster id. */
  readonly mbidOfTicketmaster?: (attractionId: string, options: CallOptions) => Promise<string | null>
}
