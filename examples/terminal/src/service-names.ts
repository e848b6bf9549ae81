import type { UpstreamService } from '@setvote/sdk'

/** The services as people know them. */
export const serviceNames: Readonly<Record<UpstreamService, string>> = {
  spotify: 'Spotify',
  ticketmaster: 'Ticketmaster',
  setlistfm: 'setlist.fm',
  musicbrainz: 'MusicBrainz',
}

export const services = Object.keys(serviceNames) as readonly UpstreamService[]
