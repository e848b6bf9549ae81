import type { SetvoteOptions, UpstreamService } from '@setvote/sdk'
import { UsageError } from './usage-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The part of setvote's options that says which services to ask, and how. */
export type ServiceOptions = Pick<SetvoteOptions, UpstreamService>

/** Where the keys of each service are looked for. */
export const keyNames = {
  spotify: ['SPOTIFY_CLIENT_ID', 'SPOTIFY_CLIENT_SECRET'],
  ticketmaster: ['TICKETMASTER_API_KEY'],
  setlistfm: ['SETLISTFM_API_KEY'],
  musicbrainz: ['MUSICBRAINZ_USER_AGENT'],
} as const satisfies Readonly<Record<UpstreamService, readonly string[]>>

/**
 * The real services that the environment has keys for; null when it has none. MusicBrainz needs no key, so naming
 * oneself to it alone is no wish for the real services. `…_BASE_URL` points a service elsewhere.
 */
export function readKeys(env: Environment): ServiceOptions | null {
  const read = (name: string) => env[name]?.trim() || undefined
  const at = (name: string) => {
    const baseUrl = read(name)
    return baseUrl ? { baseUrl } : {}
  }
  const clientId = read('SPOTIFY_CLIENT_ID')
  const clientSecret = read('SPOTIFY_CLIENT_SECRET')
  const ticketmasterKey = read('TICKETMASTER_API_KEY')
  const setlistfmKey = read('SETLISTFM_API_KEY')
  const userAgent = read('MUSICBRAINZ_USER_AGENT')
  const accountsUrl = read('SPOTIFY_ACCOUNTS_URL')

  if (clientId && !clientSecret) throw halfMissing('SPOTIFY_CLIENT_ID', 'SPOTIFY_CLIENT_SECRET')
  if (clientSecret && !clientId) throw halfMissing('SPOTIFY_CLIENT_SECRET', 'SPOTIFY_CLIENT_ID')
  if (!clientId && !ticketmasterKey && !setlistfmKey) return null
  return {
    ...(clientId &&
      clientSecret && {
        spotify: { clientId, clientSecret, ...(accountsUrl && { accountsUrl }), ...at('SPOTIFY_BASE_URL') },
      }),
    ...(ticketmasterKey && { ticketmaster: { apiKey: ticketmasterKey, ...at('TICKETMASTER_BASE_URL') } }),
    ...(setlistfmKey && { setlistfm: { apiKey: setlistfmKey, ...at('SETLISTFM_BASE_URL') } }),
    ...(userAgent && { musicbrainz: { userAgent, ...at('MUSICBRAINZ_BASE_URL') } }),
  }
}

const halfMissing = (given: string, missing: string) =>
  new UsageError(`${given} is set and ${missing} is not: set both, or neither to leave Spotify out.`)
