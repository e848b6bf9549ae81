import { describe, expect, it } from 'vitest'
import { hasCode } from '../../src/core/errors.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { ask } from './support/ask.ts'

describe('a sandbox in process', () => {
  it('keeps the real addresses in its credentials, with its own fetch beside them', () => {
    const { credentials, fetch: sandboxFetch } = createSandbox()
    expect(credentials.spotify).toMatchObject({
      baseUrl: 'https://api.spotify.com/v1',
      accountsUrl: 'https://accounts.spotify.com',
      fetch: sandboxFetch,
    })
    expect(credentials.ticketmaster.baseUrl).toBe('https://app.ticketmaster.com/discovery/v2')
    expect(credentials.setlistfm.baseUrl).toBe('https://api.setlist.fm/rest/1.0')
    expect(credentials.musicbrainz.baseUrl).toBe('https://musicbrainz.org/ws/2')
  })

  it('gives the same answers for the same seed, and others for another', async () => {
    const answerOf = async (seed: number) => {
      const sandbox = createSandbox({ seed, today: '2026-11-21', limits: false })
      const { mbid } = sandbox.world.artists[0]!
      return (await ask(sandbox).setlistfm(`/artist/${mbid}/setlists`)).text()
    }
    const [first, again, other] = await Promise.all([answerOf(3), answerOf(3), answerOf(4)])
    expect(first).toBe(again)
    expect(first).not.toBe(other)
  })

  it('refuses addresses that no service of it has, without a call', async () => {
    const sandbox = createSandbox()
    const failure = await sandbox.fetch('https://example.org/').catch((error: unknown) => error)
    expect(hasCode(failure, 'invalid-input')).toBe(true)
    expect(sandbox.calls()).toEqual([])
  })

  it('waits its latency on the clock, and no longer than the caller', async () => {
    const clock = fakeClock('2026-11-21T10:00:00Z')
    const sandbox = createSandbox({ clock, latencyMs: 250 })
    const path = `/artist/${sandbox.world.artists[0]!.mbid}`
    const answered = ask(sandbox).setlistfm(path)
    await new Promise((resolve) => setImmediate(resolve))
    expect(clock.sleeping).toBe(1)
    await clock.advance(250)
    expect((await answered).status).toBe(200)

    const patience = new AbortController()
    const call = ask(sandbox).setlistfm(path, { signal: patience.signal })
    await new Promise((resolve) => setImmediate(resolve))
    patience.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
    clock.assertIdle()
    expect(sandbox.calls()[1]).toMatchObject({ status: null, durationMs: null })
  })

  it('makes the world for the clock’s day unless told another', () => {
    const clock = fakeClock('2031-02-03T10:00:00Z')
    expect(createSandbox({ clock }).world.today).toBe('2031-02-03')
    expect(createSandbox({ clock, today: '2027-01-01' }).world.today).toBe('2027-01-01')
  })
})
