import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type ListeningSandbox } from '../../src/sandbox/index.ts'
import { ask } from './support/ask.ts'

let sandbox: ListeningSandbox
beforeAll(async () => {
  sandbox = await createSandbox({ limits: false }).listen()
})
afterAll(() => sandbox.close())

describe('a sandbox that listens', () => {
  it('points its credentials to itself and leaves the fetch to the caller', () => {
    expect(sandbox.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
    expect(spotify.baseUrl).toBe(`${sandbox.origin}/spotify/v1`)
    expect(spotify.accountsUrl).toBe(`${sandbox.origin}/spotify-accounts`)
    expect(ticketmaster.baseUrl).toBe(`${sandbox.origin}/ticketmaster/discovery/v2`)
    expect(setlistfm.baseUrl).toBe(`${sandbox.origin}/setlistfm/rest/1.0`)
    expect(musicbrainz.baseUrl).toBe(`${sandbox.origin}/musicbrainz/ws/2`)
    for (const part of [spotify, ticketmaster, setlistfm, musicbrainz])
      expect(part).not.toHaveProperty('fetch')
  })

  it('answers over HTTP what it answers in process', async () => {
    const inProcess = createSandbox({ limits: false })
    const { mbid, attractionId } = inProcess.world.artists[0]!
    for (const path of [`/artist/${mbid}`, `/artist/${mbid}/setlists`]) {
      const [one, other] = await Promise.all([ask(sandbox).setlistfm(path), ask(inProcess).setlistfm(path)])
      expect(await one.json()).toEqual(await other.json())
    }
    const [one, other] = await Promise.all([
      ask(sandbox).ticketmaster(`/attractions/${attractionId}.json`),
      ask(inProcess).ticketmaster(`/attractions/${attractionId}.json`),
    ])
    expect(await one.json()).toEqual(await other.json())
  })

  it('answers its own paths through its fetch too', async () => {
    const { mbid } = sandbox.world.artists[0]!
    const headers = { 'x-api-key': sandbox.credentials.setlistfm.apiKey, accept: 'application/json' }
    const local = await sandbox.fetch(`${sandbox.credentials.setlistfm.baseUrl}/artist/${mbid}`, { headers })
    const real = await sandbox.fetch(`https://api.setlist.fm/rest/1.0/artist/${mbid}`, { headers })
    expect(await local.json()).toEqual(await real.json())
  })

  it('leads Spotify’s links back to itself', async () => {
    const { spotifyId } = sandbox.world.artists[0]!
    const page = await (await ask(sandbox).spotify(`/artists/${spotifyId}/albums?limit=1`)).json()
    expect((page as { next: string }).next).toMatch(new RegExp(`^${sandbox.origin}/spotify/v1/`))
  })

  it('compresses for those who accept it, and only for them', async () => {
    const { mbid } = sandbox.world.artists[0]!
    const url = `${sandbox.credentials.setlistfm.baseUrl}/artist/${mbid}/setlists`
    const zipped = await rawGet(url, { 'accept-encoding': 'gzip, br' })
    const plain = await rawGet(url, {})
    expect(zipped.encoding).toBe('gzip')
    expect(plain.encoding).toBeUndefined()
    expect(zipped.body.length).toBeLessThan(plain.body.length / 2)
    expect(gunzipSync(zipped.body)).toEqual(plain.body)
  })

  it('answers 404 with a word of help to paths of no service', async () => {
    const answer = await fetch(`${sandbox.origin}/lastfm/2.0`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('/lastfm/2.0')
  })

  it('shares its log with the sandbox it came from', async () => {
    const quiet = createSandbox({ limits: false })
    const listening = await quiet.listen()
    await ask(listening).setlistfm(`/artist/${quiet.world.artists[0]!.mbid}`)
    expect(quiet.callsByService().setlistfm).toBe(1)
    await listening.close()
  })

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(sandbox.origin).port)
    await expect(createSandbox().listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('closes at once although a call stalls', async () => {
    const stalling = await createSandbox({ faults: [{ kind: 'stall', service: 'setlistfm' }] }).listen()
    const call = ask(stalling)
      .setlistfm(`/artist/${stalling.world.artists[0]!.mbid}`)
      .catch((error: unknown) => error)
    while (stalling.calls().length === 0) await new Promise((resolve) => setImmediate(resolve))
    await stalling.close()
    expect(await call).toBeInstanceOf(TypeError)
  })
})

function rawGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const own = { 'x-api-key': sandbox.credentials.setlistfm.apiKey, accept: 'application/json' }
    const call = request(url, { headers: { ...own, ...headers } }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) })
    })
    call.on('error', reject).end()
  })
}
