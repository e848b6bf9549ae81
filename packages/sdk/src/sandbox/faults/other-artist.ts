import type { SandboxRequest } from '../services/service.ts'
import type { World, WorldArtist } from '../world/world.ts'

/** Query parameters in which services are asked for an artist by name. */
const nameParameters = new Set(['q', 'query', 'keyword', 'artistName'])

/**
 * Turns a request for one artist into the same request for another: ids in the path and the query become the ids
 * of the next artist that the service knows, names another name. Requests that mean no artist stay as they are.
 */
export function createOtherArtist(world: World): (request: SandboxRequest) => SandboxRequest {
  const others = new Map<string, string>()
  for (const idOf of [spotifyId, attractionId, mbid]) {
    const ids = world.artists.map(idOf).filter((id) => id !== null)
    for (const [index, id] of ids.entries()) others.set(id, ids[(index + 1) % ids.length]!)
  }
  const swapIds = (text: string) => text.replace(/[\w-]+/g, (word) => others.get(word) ?? word)
  const otherName = (asked: string) => {
    const text = asked.toLowerCase()
    return world.artists.find(({ name }) => !text.includes(name.toLowerCase()))?.name ?? asked
  }
  return (request) => ({
    ...request,
    path: swapIds(request.path),
    query: new URLSearchParams(
      [...request.query].map(([name, value]): [string, string] => [
        name,
        nameParameters.has(name) ? otherName(value) : swapIds(value),
      ]),
    ),
  })
}

const spotifyId = (artist: WorldArtist) => artist.spotifyId
const attractionId = (artist: WorldArtist) => artist.attractionId
const mbid = (artist: WorldArtist) => artist.mbid
