/** The services of the fake world. Spotify's token endpoint lives on a host of its own and counts on its own. */
export const serviceNames = [
  'spotify',
  'spotify-accounts',
  'ticketmaster',
  'setlistfm',
  'musicbrainz',
] as const
export type ServiceName = (typeof serviceNames)[number]
