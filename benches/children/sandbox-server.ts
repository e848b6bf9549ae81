import {
  createSandbox,
  type SandboxCall,
  type SandboxCredentials,
  type SandboxOptions,
  worldTruth,
} from '@setvote/sdk/sandbox'
import { serveParent } from '../support/child.ts'

/** The artist every import of these benches is about: the first of the world. */
export interface ServedArtist {
  readonly name: string
  readonly ids: { readonly spotify: string; readonly ticketmaster: string; readonly musicbrainz: string }
  readonly counts: { readonly tracks: number; readonly setlists: number }
}

/** A sandbox behind real HTTP in a process of its own. */
export interface SandboxServer {
  readonly options: Pick<SandboxOptions, 'seed' | 'size' | 'tier' | 'latencyMs' | 'limits' | 'today'>
  readonly ready: { readonly credentials: SandboxCredentials; readonly artist: ServedArtist }
  readonly answers: {
    /** Every request so far, by the server's own log. */
    readonly calls: readonly SandboxCall[]
    /** Empties the log and refills the limits. */
    readonly reset: null
  }
}

await serveParent<SandboxServer>(async (options) => {
  const sandbox = await createSandbox(options).listen()
  const { name, ids, trackIds, setlists } = worldTruth(sandbox.world, 'artist-1')
  return {
    ready: {
      credentials: sandbox.credentials,
      artist: {
        name,
        ids: { spotify: ids.spotify!, ticketmaster: ids.ticketmaster!, musicbrainz: ids.musicbrainz! },
        counts: { tracks: trackIds.length, setlists: setlists.withSongs.length },
      },
    },
    answers: {
      calls: () => sandbox.calls(),
      reset: () => {
        sandbox.reset()
        return null
      },
    },
  }
})
