import { describe, expect, it } from 'vitest'
import { days, seconds } from '../../src/core/duration.ts'
import { createSandbox, type SandboxOptions } from '../../src/sandbox/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { ask } from './support/ask.ts'

function open(options: SandboxOptions) {
  const clock = fakeClock('2026-11-21T10:00:00Z')
  const sandbox = createSandbox({ ...options, clock })
  return { clock, sandbox, asking: ask(sandbox), headliner: sandbox.world.artists[0]! }
}

describe('Ticketmaster’s limits', () => {
  it('answer SpikeArrestViolation to the sixth call of a second', async () => {
    const { clock, asking } = open({})
    const call = () => asking.ticketmaster('/classifications.json')
    for (let count = 0; count < 5; count++) expect((await call()).status).toBe(200)
    const refused = await call()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(await refused.json()).toMatchObject({
      fault: { detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' } },
    })
    await clock.advance(seconds(1))
    expect((await call()).status).toBe(200)
  })

  it('answer QuotaViolation with the caller’s key when the day is used up, until it begins anew', async () => {
    const { clock, asking, sandbox } = open({ limits: { ticketmaster: { perDay: 2 } } })
    const call = () => asking.ticketmaster('/classifications.json')
    const [first, second, refused] = [await call(), await call(), await call()]
    expect(first.headers.get('rate-limit-available')).toBe('1')
    expect(second.headers.get('rate-limit-available')).toBe('0')
    expect(refused.status).toBe(429)
    expect(await refused.json()).toEqual({
      fault: {
        faultstring: `Rate limit quota violation. Quota limit  exceeded. Identifier : ${sandbox.credentials.ticketmaster.apiKey}`,
        detail: { errorcode: 'policies.ratelimit.QuotaViolation' },
      },
    })
    await clock.advance(days(1))
    expect((await call()).status).toBe(200)
  })

  it('tell how the day stands on answers that succeed, count those that do not, and ignore strangers', async () => {
    const { asking, sandbox } = open({})
    const bad = await asking.ticketmaster('/events.json?size=201')
    expect(bad.status).toBe(400)
    expect(bad.headers.get('rate-limit')).toBeNull()
    const stranger = await sandbox.fetch('https://app.ticketmaster.com/discovery/v2/events.json?apikey=guess')
    expect(stranger.headers.get('rate-limit')).toBeNull()
    const { headers } = await asking.ticketmaster('/events.json?size=1')
    expect(headers.get('rate-limit')).toBe('5000')
    expect(headers.get('rate-limit-available')).toBe('4998')
    expect(headers.get('rate-limit-over')).toBe('0')
    expect(headers.get('rate-limit-reset')).toBe(String(Date.parse('2026-11-22T10:00:00Z')))
  })
})

describe('Spotify’s limits', () => {
  it('answer 429 with the seconds to wait, after which a call is welcome', async () => {
    const { clock, asking, headliner } = open({ limits: { spotify: { perThirtySeconds: 3 } } })
    const call = () => asking.spotify(`/artists/${headliner.spotifyId}`)
    for (let count = 0; count < 3; count++) expect((await call()).status).toBe(200)
    const refused = await call()
    expect(refused.status).toBe(429)
    const waitSeconds = Number(refused.headers.get('retry-after'))
    expect(waitSeconds).toBeGreaterThanOrEqual(20)
    expect(waitSeconds).toBeLessThanOrEqual(30)
    await clock.advance(seconds(waitSeconds))
    expect((await call()).status).toBe(200)
  })

  it('answer QUOTA_EXCEEDED to a development app whose day is used up', async () => {
    const { asking, headliner } = open({ tier: 'development', limits: { spotify: { perDay: 1 } } })
    const call = () => asking.spotify(`/artists/${headliner.spotifyId}`)
    expect((await call()).status).toBe(200)
    const refused = await call()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(await refused.json()).toEqual({
      error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' },
    })
  })
})

describe('the other limits', () => {
  it('are 429 at setlist.fm and 503 at MusicBrainz', async () => {
    const { asking, headliner } = open({})
    const setlistfm = () => asking.setlistfm(`/artist/${headliner.mbid}`)
    const musicbrainz = () => asking.musicbrainz(`/artist/${headliner.mbid}?fmt=json`)
    expect([await setlistfm(), await setlistfm(), await setlistfm()].map(({ status }) => status)).toEqual([
      200, 200, 429,
    ])
    expect([await musicbrainz(), await musicbrainz()].map(({ status }) => status)).toEqual([200, 503])
  })

  it('are none when switched off, and fresh after a reset', async () => {
    const off = open({ limits: false })
    for (let count = 0; count < 20; count++) {
      expect((await off.asking.musicbrainz(`/artist/${off.headliner.mbid}?fmt=json`)).status).toBe(200)
    }
    const { asking, sandbox, headliner } = open({})
    const call = () => asking.musicbrainz(`/artist/${headliner.mbid}?fmt=json`)
    expect([(await call()).status, (await call()).status]).toEqual([200, 503])
    sandbox.reset()
    expect((await call()).status).toBe(200)
  })
})
