import type { ImportClients } from '../importing/import-clients.ts'

/** What can be brought up to date of an artist, each by itself. */
export const artistParts = ['artist', 'shows', 'songs', 'setlists', 'venues', 'images'] as const
export type ArtistPart = (typeof artistParts)[number]

export type Service = keyof ImportClients
export type Calls = Readonly<Partial<Record<Service, number>>>

/**
 * The calls that a part of one artist takes at least, by service. That many must be left of the day for it to be
 * begun; one that turns out to need more is stopped by the budget itself.
 */
export const callsFor: Readonly<Record<ArtistPart, Calls>> = {
  artist: { spotify: 1, ticketmaster: 1, musicbrainz: 1 },
  // Dated events, those to be announced, those to be decided.
  shows: { ticketmaster: 3 },
  // The list of releases, one batch of them, one batch of details.
  songs: { spotify: 3 },
  setlists: { setlistfm: 1 },
  venues: { ticketmaster: 1 },
  images: { spotify: 1, ticketmaster: 1 },
}

/** The parts that some configured service can tell about. */
export const configuredParts = <Part extends ArtistPart>(
  clients: ImportClients,
  parts: readonly Part[],
): Part[] =>
  parts.filter((part) => Object.keys(callsFor[part]).some((service) => clients[service as Service]))
