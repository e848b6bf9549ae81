import { InvalidInputError } from '../core/errors.ts'
import { type ServiceName, serviceNames } from './service-name.ts'

interface Address {
  /** The host of the real service. */
  readonly origin: string
  /** What the service puts before its routes, on its own host. */
  readonly base: string
}

const addresses: Readonly<Record<ServiceName, Address>> = {
  spotify: { origin: 'https://api.spotify.com', base: '/v1' },
  'spotify-accounts': { origin: 'https://accounts.spotify.com', base: '' },
  ticketmaster: { origin: 'https://app.ticketmaster.com', base: '/discovery/v2' },
  setlistfm: { origin: 'https://api.setlist.fm', base: '/rest/1.0' },
  musicbrainz: { origin: 'https://musicbrainz.org', base: '/ws/2' },
}

/** Where a service is called in the real world: `https://api.spotify.com/v1`. */
export function realBaseUrl(service: ServiceName): string {
  return addresses[service].origin + addresses[service].base
}

/** Where a sandbox server that listens on `origin` answers for a service: `http://127.0.0.1:4711/spotify/v1`. */
export function localBaseUrl(service: ServiceName, origin: string): string {
  return `${origin}/${service}${addresses[service].base}`
}

export interface Target {
  readonly service: ServiceName
  /** Below the service's base: `/artists/4tZ…`. */
  readonly path: string
  /** What stands before the service's base in the caller's URL, for links in answers. */
  readonly origin: string
}

/** Which service a URL means: one of the real hosts, or a path of a sandbox server on any host. Null for none. */
export function findTarget(url: URL): Target | null {
  for (const service of serviceNames) {
    const { origin, base } = addresses[service]
    const before = url.origin === origin ? '' : `/${service}`
    const path = pathBelow(before + base, url.pathname)
    if (path !== null) return { service, path, origin: url.origin + before }
  }
  return null
}

/** As `findTarget`; an address that no service has is a mistake of the caller, not an answer. */
export function getTarget(url: URL): Target {
  const target = findTarget(url)
  if (target) return target
  const known = serviceNames.map(realBaseUrl).join(', ')
  throw new InvalidInputError(
    `The sandbox has no answer for ${url.origin}${url.pathname}. It answers below ${known}.`,
  )
}

function pathBelow(base: string, path: string): string | null {
  if (!path.startsWith(`${base}/`)) return null
  return path.slice(base.length)
}
