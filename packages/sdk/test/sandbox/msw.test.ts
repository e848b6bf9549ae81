import { setupServer } from 'msw/node'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type SandboxOptions } from '../../src/sandbox/index.ts'
import { ask } from './support/ask.ts'

const servers: ReturnType<typeof setupServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A sandbox behind msw: the global fetch reaches it at the real addresses. */
async function intercept(options: SandboxOptions) {
  const sandbox = createSandbox({ limits: false, ...options })
  const server = setupServer(...(await sandbox.mswHandlers()))
  server.listen({ onUnhandledFrame: 'error' })
  servers.push(server)
  const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
  const { fetch: _1, ...spotifyOnly } = spotify
  const { fetch: _2, ...ticketmasterOnly } = ticketmaster
  const { fetch: _3, ...setlistfmOnly } = setlistfm
  const { fetch: _4, ...musicbrainzOnly } = musicbrainz
  const credentials = {
    spotify: spotifyOnly,
    ticketmaster: ticketmasterOnly,
    setlistfm: setlistfmOnly,
    musicbrainz: musicbrainzOnly,
  }
  return { sandbox, asking: ask({ credentials }), headliner: sandbox.world.artists[0]! }
}

describe('a sandbox behind msw', () => {
  it('answers the global fetch at the real addresses of all services', async () => {
    const { sandbox, asking, headliner } = await intercept({})
    const answers = await Promise.all([
      asking.spotify(`/artists/${headliner.spotifyId}`),
      asking.ticketmaster(`/attractions/${headliner.attractionId}.json`),
      asking.setlistfm(`/artist/${headliner.mbid}`),
      asking.musicbrainz(`/artist/${headliner.mbid}?fmt=json`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(Object.values(sandbox.callsByService())).toEqual([1, 1, 1, 1, 1])
  })

  it('breaks connections as a network does', async () => {
    const { asking, headliner } = await intercept({
      faults: [{ kind: 'connection-reset', service: 'setlistfm' }],
    })
    await expect(asking.setlistfm(`/artist/${headliner.mbid}`)).rejects.toThrow(TypeError)
    expect((await asking.setlistfm(`/artist/${headliner.mbid}`)).status).toBe(200)
  })
})
