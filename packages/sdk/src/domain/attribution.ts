import type { FactSource, Provenance } from './provenance.ts'

/** A credit to show beside data, with the link that the service asks for. */
export interface Attribution {
  readonly service: Exclude<FactSource, 'operator' | 'setvote'>
  readonly text: string
  readonly url: string
  /** True when the service's terms demand a link that search engines may follow. */
  readonly followable: boolean
}

const credits: Readonly<Record<Attribution['service'], Omit<Attribution, 'service'>>> = {
  spotify: { text: 'Data from Spotify', url: 'https://open.spotify.com', followable: false },
  ticketmaster: {
    text: 'Event data from Ticketmaster',
    url: 'https://www.ticketmaster.com',
    followable: false,
  },
  musicbrainz: { text: 'Data from MusicBrainz', url: 'https://musicbrainz.org', followable: false },
  setlistfm: { text: 'Setlist data from setlist.fm', url: 'https://www.setlist.fm', followable: true },
}

/**
 * The credits that the sources of a thing demand, one for each service that stated any of its fields, linking to
 * the thing itself where its address is known. setlist.fm's terms ask for a followable link to each setlist;
 * Spotify's and Ticketmaster's ask for their name beside their data.
 *
 * @example
 * attributionsOf(setlist) // [{ service: 'setlistfm', text: 'Setlist data from setlist.fm', url: 'https://…', followable: true }]
 */
export function attributionsOf(thing: { readonly provenance: Provenance }): Attribution[] {
  const found = new Map<Attribution['service'], Attribution>()
  for (const { service, url } of Object.values(thing.provenance)) {
    if (service === 'operator' || service === 'setvote') continue
    const known = found.get(service)
    if (!known || (url && known.url === credits[service].url)) {
      found.set(service, { service, ...credits[service], ...(url ? { url } : {}) })
    }
  }
  return [...found.values()]
}
