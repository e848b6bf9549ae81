import type { Musicbrainz } from '../clients/musicbrainz/client.ts'
import type { Setlistfm } from '../clients/setlistfm/client.ts'
import type { Spotify } from '../clients/spotify/spotify.ts'
import type { Ticketmaster } from '../clients/ticketmaster/client.ts'

/** The upstreams an import asks. Each may be left out; what it would have told is then a gap. */
export interface ImportClients {
  readonly spotify?: Spotify | undefined
  readonly ticketmaster?: Ticketmaster | undefined
  readonly setlistfm?: Setlistfm | undefined
  readonly musicbrainz?: Musicbrainz | undefined
}
