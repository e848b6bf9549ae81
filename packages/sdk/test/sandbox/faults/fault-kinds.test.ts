import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { createSandbox, type Fault, type ListeningSandbox } from '../../../src/sandbox/index.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { ask } from '../support/ask.ts'

const opened: ListeningSandbox[] = []
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close()
})

/** A sandbox with one fault, reached in process or over a real socket. */
async function open(transport: 'in process' | 'over HTTP', fault: Fault) {
  const clock = fakeClock('2026-11-21T10:00:00Z', { auto: true })
  const sandbox = createSandbox({ clock, size: { artists: 6 }, limits: false, faults: [fault] })
  const headliner = sandbox.world.artists[0]!
  if (transport === 'in process') return { sandbox, asking: ask(sandbox), headliner, clock }
  const listening = await sandbox.listen()
  opened.push(listening)
  return { sandbox: listening, asking: ask(listening), headliner, clock }
}

describe.each(['in process', 'over HTTP'] as const)('%s, a fault', (transport) => {
  it.each([
    ['rate-limited-day', 429, '86400', 'Too many requests'],
    ['rate-limited-short', 429, '1', /rate limit/],
    ['rate-limited-date', 429, 'Sat, 21 Nov 2026 10:00:05 GMT', /rate limit/],
    ['quota-exceeded', 429, null, /QUOTA_EXCEEDED/],
    ['forbidden', 403, null, '{"error":{"status":403,"message":"Forbidden"}}'],
    ['forbidden-text', 403, null, /^Active premium subscription required .{100,}$/],
    ['server-error', 503, null, /Service Unavailable/],
    ['spurious-401', 401, null, '{"error":{"status":401,"message":"Access token missing"}}'],
    ['html', 200, null, /^<!DOCTYPE html>/],
    ['empty-body', 200, null, ''],
  ] as const)('%s answers %i once', async (kind, status, retryAfter, body) => {
    const { asking, headliner, sandbox } = await open(transport, { kind, service: 'spotify' })
    const answer = await asking.spotify(`/artists/${headliner.spotifyId}`)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('retry-after')).toBe(retryAfter)
    const text = await answer.text()
    if (typeof body === 'string') expect(text).toBe(body)
    else expect(text).toMatch(body)
    expect((await asking.spotify(`/artists/${headliner.spotifyId}`)).status).toBe(200)
    expect(sandbox.calls().map(({ fault }) => fault)).toEqual([null, kind, null])
  })

  it('forbidden-text is exactly the 159 bytes that Spotify sends', async () => {
    const { asking, headliner } = await open(transport, { kind: 'forbidden-text', service: 'spotify' })
    const answer = await asking.spotify(`/artists/${headliner.spotifyId}`)
    expect((await answer.arrayBuffer()).byteLength).toBe(159)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  })

  it.each([500, 502, 503, 504] as const)('server-error answers %i', async (status) => {
    const { asking } = await open(transport, { kind: 'server-error', service: 'ticketmaster', status })
    expect((await asking.ticketmaster('/classifications.json')).status).toBe(status)
  })

  it('truncated-json ends properly in the middle of the JSON', async () => {
    const { asking, headliner } = await open(transport, { kind: 'truncated-json', service: 'setlistfm' })
    const path = `/artist/${headliner.mbid}/setlists`
    const cut = await (await asking.setlistfm(path)).text()
    const whole = await (await asking.setlistfm(path)).text()
    expect(cut).not.toBe('')
    expect(whole.startsWith(cut)).toBe(true)
    expect(() => JSON.parse(cut)).toThrow(SyntaxError)
  })

  it.each([
    ['numbers-as-strings', (page: Page) => typeof page.total === 'string'],
    ['arrays-as-null', (page: Page) => page.setlist === null],
    ['required-missing', (page: Page) => page.setlist!.every((setlist) => !('id' in setlist))],
  ] as const)(
    'wrong-types with %s spoils the types of an otherwise right answer',
    async (change, isSpoilt) => {
      const { asking, headliner } = await open(transport, {
        kind: 'wrong-types',
        service: 'setlistfm',
        change,
      })
      const path = `/artist/${headliner.mbid}/setlists`
      expect(isSpoilt((await (await asking.setlistfm(path)).json()) as Page)).toBe(true)
      expect(isSpoilt((await (await asking.setlistfm(path)).json()) as Page)).toBe(false)
    },
  )

  it('connection-reset looks like a broken network, and the next call goes through', async () => {
    const { asking, headliner, sandbox } = await open(transport, {
      kind: 'connection-reset',
      service: 'spotify',
    })
    await asking.token()
    const failure = await asking.spotify(`/artists/${headliner.spotifyId}`).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TypeError)
    expect((failure as TypeError).message).toBe('fetch failed')
    expect((failure as TypeError).cause).toMatchObject({ code: 'ECONNRESET' })
    expect((await asking.spotify(`/artists/${headliner.spotifyId}`)).status).toBe(200)
    expect(sandbox.calls().find(({ fault }) => fault !== null)).toMatchObject({
      status: null,
      durationMs: null,
    })
  })

  it('connection-reset in the body lets the headers through and breaks the reading', async () => {
    const fault: Fault = { kind: 'connection-reset', service: 'spotify', at: 'body' }
    const { asking, headliner } = await open(transport, fault)
    const answer = await asking.spotify(`/artists/${headliner.spotifyId}/albums`)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow(new TypeError('terminated'))
  })

  it('stall never answers; only the caller’s patience ends it', async () => {
    const { asking, headliner } = await open(transport, { kind: 'stall', service: 'spotify' })
    const patience = new AbortController()
    const call = asking.spotify(`/artists/${headliner.spotifyId}`, { signal: patience.signal })
    const ended = await Promise.race([call.catch(() => 'ended'), settle()])
    expect(ended).toBe('still waiting')
    patience.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
  })

  it('stall in the body sends the headers and half of the body, and nothing more', async () => {
    const { asking, headliner } = await open(transport, { kind: 'stall', service: 'spotify', at: 'body' })
    const patience = new AbortController()
    const answer = await asking.spotify(`/artists/${headliner.spotifyId}/albums`, { signal: patience.signal })
    expect(answer.status).toBe(200)
    const reading = answer.text()
    expect(await Promise.race([reading.catch(() => 'ended'), settle()])).toBe('still waiting')
    patience.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
  })

  it('slow answers rightly, later', async () => {
    const { asking, headliner, sandbox } = await open(transport, {
      kind: 'slow',
      service: 'setlistfm',
      delayMs: 4000,
    })
    expect((await asking.setlistfm(`/artist/${headliner.mbid}`)).status).toBe(200)
    expect(sandbox.calls()[0]).toMatchObject({ durationMs: 4000, fault: 'slow', status: 200 })
  })
})

describe('wrong-artist', () => {
  const always = { kind: 'wrong-artist', times: Number.POSITIVE_INFINITY } as const

  it('answers for another artist when asked by id', async () => {
    const { asking, headliner } = await open('in process', { ...always, service: 'spotify' })
    const artist = (await (await asking.spotify(`/artists/${headliner.spotifyId}`)).json()) as { id: string }
    expect(artist.id).toMatch(/^[A-Za-z0-9]{22}$/)
    expect(artist.id).not.toBe(headliner.spotifyId)
  })

  it('answers for another artist when asked by a query', async () => {
    const { asking, headliner } = await open('in process', { ...always, service: 'ticketmaster' })
    const path = `/events.json?attractionId=${headliner.attractionId}`
    const text = await (await asking.ticketmaster(path)).text()
    const events = (
      JSON.parse(text) as { _embedded?: { events: { _embedded: { attractions?: { id: string }[] } }[] } }
    )._embedded?.events
    for (const event of events ?? []) {
      const ids = event._embedded.attractions?.map(({ id }) => id) ?? []
      expect(ids).not.toEqual([headliner.attractionId])
    }
    expect(text).not.toContain(`attractionId=${headliner.attractionId}`)
  })

  it('finds another artist when asked by name', async () => {
    const { asking, headliner } = await open('in process', { ...always, service: 'setlistfm' })
    const name = encodeURIComponent(headliner.name)
    const answer = await asking.setlistfm(`/search/artists?artistName=${name}&sort=relevance`)
    const found = (await answer.json()) as { artist?: { mbid: string }[] }
    expect(found.artist?.length).toBeGreaterThan(0)
    expect(found.artist?.map(({ mbid }) => mbid)).not.toContain(headliner.mbid)
  })

  it('finds another artist behind a Spotify address at MusicBrainz', async () => {
    const { asking, headliner } = await open('in process', { ...always, service: 'musicbrainz' })
    const answer = await asking.musicbrainz(`/artist/${headliner.mbid}?inc=url-rels&fmt=json`)
    const artist = (await answer.json()) as { id?: string }
    expect(artist.id).not.toBe(headliner.mbid)
  })
})

interface Page {
  readonly total: unknown
  readonly setlist: readonly object[] | null
}

/** Long enough for an answer over loopback to arrive if there were one. */
async function settle(): Promise<string> {
  await systemClock.sleep(80)
  return 'still waiting'
}
