import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMusicbrainz } from '@setvote/sdk/musicbrainz'
import { createSetlistfm } from '@setvote/sdk/setlistfm'
import { createSpotify, createSpotifyAuthorization } from '@setvote/sdk/spotify'
import { fakeClock } from '@setvote/sdk/testing'
import { createTicketmaster } from '@setvote/sdk/ticketmaster'
import type { RecordedAnswer, RecordedClients } from './exchange.ts'

/** What each service puts before its routes. */
const bases = {
  spotify: '/v1',
  accounts: '/accounts',
  ticketmaster: '/discovery/v2',
  setlistfm: '/rest/1.0',
  musicbrainz: '/ws/2',
} as const

/** Answers a request, or not. */
export type Answering = (path: string, query: URLSearchParams) => RecordedAnswer | null

export interface RecordedServer {
  /** New clients that ask what `answering` answers. Their clock stands at `now`, and moves when somebody waits. */
  clients(answering: Answering, now?: Date): RecordedClients
  close(): Promise<void>
}

const token: RecordedAnswer = {
  path: '/api/token',
  body: { access_token: 'token-of-the-recordings', token_type: 'Bearer', expires_in: 3600 },
}

/** Serves recorded answers over HTTP, as their services did. */
export async function serveRecorded(): Promise<RecordedServer> {
  const worlds: Answering[] = []
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    const [, world, below = ''] = /^\/(\d+)(\/.*)$/.exec(url.pathname) ?? []
    const path = withoutBase(below)
    const answer = worlds[Number(world)]?.(path, url.searchParams) ?? (path === token.path ? token : null)
    const {
      status = 200,
      headers = {},
      body,
    } = answer ?? { status: 501, body: `nothing was recorded for ${below}` }
    outgoing.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/plain' : 'application/json;charset=utf-8',
      ...headers,
    })
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    clients(answering, now = new Date('2026-11-21T12:00:00Z')) {
      const world = `${origin}/${worlds.push(answering) - 1}`
      const shared = { clock: fakeClock(now, { auto: true }), limits: { perSecond: null, perDay: null } }
      const app = { clientId: 'client-of-a-test', clientSecret: 'secret-of-a-test' }
      const accountsUrl = world + bases.accounts
      const { clock } = shared
      return {
        spotify: createSpotify({
          ...app,
          ...shared,
          accountsUrl,
          baseUrl: world + bases.spotify,
          tier: 'extended',
        }),
        fans: createSpotifyAuthorization({
          ...app,
          clock,
          accountsUrl,
          redirectUri: 'https://app.example/callback',
        }),
        ticketmaster: createTicketmaster({
          ...shared,
          apiKey: 'key-of-a-test',
          baseUrl: world + bases.ticketmaster,
        }),
        setlistfm: createSetlistfm({ ...shared, apiKey: 'key-of-a-test', baseUrl: world + bases.setlistfm }),
        musicbrainz: createMusicbrainz({
          ...shared,
          app: { name: 'Recorded', version: '1.0.0', contact: 'ops@example.org' },
          baseUrl: world + bases.musicbrainz,
        }),
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Gives one of the answers to a request that it was the answer to. */
export const anyOf =
  (answers: readonly RecordedAnswer[]): Answering =>
  (path, query) =>
    answers.find(
      (answer) =>
        answer.path === path &&
        Object.entries(answer.query ?? {}).every(([name, value]) => query.get(name) === value),
    ) ?? null

function withoutBase(path: string): string {
  const base = Object.values(bases).find((each) => path.startsWith(`${each}/`))
  return decodeURIComponent(base === undefined ? path : path.slice(base.length))
}
