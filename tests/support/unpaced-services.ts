import type { SetvoteOptions } from '@setvote/sdk'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'

const unpaced = { limits: { perSecond: null, perDay: null } }

/** The services of a sandbox, for a setvote that calls them as fast as it can. */
export const unpacedServices = ({ spotify, ticketmaster, setlistfm, musicbrainz }: SandboxCredentials) =>
  ({
    spotify: { ...spotify, ...unpaced, tier: 'extended' },
    ticketmaster: { ...ticketmaster, ...unpaced },
    setlistfm: { ...setlistfm, ...unpaced },
    musicbrainz: { ...musicbrainz, ...unpaced },
  }) satisfies Partial<SetvoteOptions>
