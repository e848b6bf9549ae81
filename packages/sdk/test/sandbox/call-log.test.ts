import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { ask } from './support/ask.ts'

const open = () => {
  const clock = fakeClock('2026-11-21T10:00:00Z', { auto: true })
  const sandbox = createSandbox({
    clock,
    latencyMs: 120,
    faults: [{ kind: 'forbidden', service: 'setlistfm', name: 'closed today' }],
  })
  return { sandbox, asking: ask(sandbox), headliner: sandbox.world.artists[0]! }
}

describe('the call log', () => {
  it('tells what was asked, of whom, how it ended and how long it took', async () => {
    const { sandbox, asking, headliner } = open()
    await asking.spotify(`/artists/${headliner.spotifyId}/albums?limit=2`)
    await asking.setlistfm(`/artist/${headliner.mbid}/setlists?p=1`)
    const [token, albums, setlists] = sandbox.calls()
    expect(token).toMatchObject({
      service: 'spotify-accounts',
      method: 'POST',
      template: '/api/token',
      status: 200,
    })
    expect(albums).toEqual({
      at: new Date('2026-11-21T10:00:00.120Z'),
      service: 'spotify',
      method: 'GET',
      template: '/artists/{id}/albums',
      path: `/artists/${headliner.spotifyId}/albums`,
      query: { limit: '2' },
      status: 200,
      durationMs: 120,
      fault: null,
    })
    expect(setlists).toMatchObject({ status: 403, fault: 'closed today' })
    expect(sandbox.callsByService()).toEqual({
      spotify: 1,
      'spotify-accounts': 1,
      ticketmaster: 0,
      setlistfm: 1,
      musicbrainz: 0,
    })
  })

  it('never shows a key, a secret or a token', async () => {
    const { sandbox, asking, headliner } = open()
    const token = await asking.token()
    await asking.ticketmaster('/events.json?size=1')
    await asking.spotify(`/artists/${headliner.spotifyId}`)
    const written = JSON.stringify(sandbox.calls())
    const { spotify, ticketmaster } = sandbox.credentials
    for (const secret of [token, spotify.clientSecret, ticketmaster.apiKey])
      expect(written).not.toContain(secret)
    expect(sandbox.calls()[1]!.query).toEqual({ size: '1' })
  })

  it('is empty after a reset, and the faults begin anew while tokens stay valid', async () => {
    const { sandbox, asking, headliner } = open()
    expect((await asking.spotify(`/artists/${headliner.spotifyId}`)).status).toBe(200)
    expect((await asking.setlistfm(`/artist/${headliner.mbid}`)).status).toBe(403)
    sandbox.reset()
    expect(sandbox.calls()).toEqual([])
    expect((await asking.setlistfm(`/artist/${headliner.mbid}`)).status).toBe(403)
    expect((await asking.spotify(`/artists/${headliner.spotifyId}`)).status).toBe(200)
  })
})
