import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote } from '@setvote/sdk'
import type { SandboxCall } from '@setvote/sdk/sandbox'
import type { SandboxServer, ServedArtist } from './children/sandbox-server.ts'
import { type Child, startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { type CallFacts, longestChain } from './support/longest-chain.ts'
import { median } from './support/median.ts'
import { compared, type Row, worstOf } from './support/row.ts'

const latencyMs = 150
const rounds = 7
const warmUp = 1

type ReferenceKind = 'ticketmaster' | 'spotify' | 'mbid' | 'name'

const references = {
  ticketmaster: ({ ids }: ServedArtist) => ({ ticketmasterId: ids.ticketmaster }),
  spotify: ({ ids }: ServedArtist) => ({ spotifyId: ids.spotify }),
  mbid: ({ ids }: ServedArtist) => ({ mbid: ids.musicbrainz }),
  name: ({ name }: ServedArtist) => ({ name }),
} as const

/** What each kind of reference says by itself. */
const known: Readonly<Record<ReferenceKind, readonly string[]>> = {
  ticketmaster: ['attraction id'],
  spotify: ['spotify id'],
  mbid: ['mbid'],
  name: ['name'],
}

/**
 * What each call of the first phase needs to know, and what its answer tells. A call has to wait for another only
 * when nobody else could have told it an id, a name or a token earlier; everything else could leave at once.
 *
 * The headliner of the sandbox is linked at every service, as well-known artists are: Ticketmaster's answers hold the
 * ids at Spotify and MusicBrainz, MusicBrainz' the id at Spotify and the artists of a page. Nobody but Ticketmaster's
 * own search holds the attraction id.
 */
const facts: Readonly<Record<string, CallFacts>> = {
  'spotify-accounts /api/token': { needs: [], holds: ['token'] },
  'spotify /artists/{id}': { needs: ['token', 'spotify id'], holds: ['name'] },
  'spotify /search': { needs: ['token', 'name'], holds: ['spotify id'] },
  'ticketmaster /attractions/{id}': {
    needs: ['attraction id'],
    holds: ['name', 'spotify id', 'mbid', 'site id'],
  },
  'ticketmaster /attractions': { needs: ['name'], holds: ['attraction id', 'spotify id', 'mbid', 'site id'] },
  'musicbrainz /artist/{mbid}': { needs: ['mbid'], holds: ['name', 'spotify id'] },
  'musicbrainz /artist': { needs: ['name'], holds: ['mbid'] },
  'musicbrainz /url': { needs: ['spotify id'], holds: ['mbid', 'name'] },
  'setlistfm /artist/{mbid}': { needs: ['mbid'], holds: ['name'] },
  'setlistfm /search/artists': { needs: ['name'], holds: ['mbid'] },
}

interface Round {
  readonly tookMs: number
  readonly callMs: number
  readonly calls: readonly SandboxCall[]
}

/**
 * From `imports.start` to the stored page of the artist, with new clients, against the longest chain of calls that
 * must follow each other times what one call takes beside it. Limits are those of the services.
 */
export async function* importPhase1(): AsyncGenerator<Row> {
  const server = await startChild<SandboxServer>('sandbox-server.ts', { latencyMs })
  try {
    const kinds = Object.keys(references) as ReferenceKind[]
    const measured = new Map<ReferenceKind, Round[]>(kinds.map((kind) => [kind, []]))
    for (let round = -warmUp; round < rounds; round++) {
      for (const kind of kinds) {
        const result = await measure(server, kind)
        if (round >= 0) measured.get(kind)!.push(result)
      }
    }
    const rows = kinds.map((kind) => toRow(kind, measured.get(kind)!))
    yield* rows
    yield worstOf('import.phase1', rows)
  } finally {
    await server.stop()
  }
}

async function measure(server: Child<SandboxServer>, kind: ReferenceKind): Promise<Round> {
  const { credentials, artist } = server.ready
  await server.ask('reset')
  const callMs = await timeOneCall(credentials.spotify)
  await server.ask('reset')
  const setvote = createSetvote({ storage: memoryStorage(), ...credentials })
  try {
    const startedAt = performance.now()
    const run = await setvote.imports.start(references[kind](artist))
    const tookMs = performance.now() - startedAt
    const endedAt = new Date()
    if (!run.artistId) throw new Error(`import.phase1.${kind}: no page was stored`)
    const calls = (await server.ask('calls')).filter(({ at }) => at <= endedAt)
    return { tookMs, callMs, calls }
  } finally {
    await setvote.close()
  }
}

/** A token, because Spotify's accounts are the one service here that counts no calls. */
async function timeOneCall({
  accountsUrl,
  clientId,
  clientSecret,
}: SandboxServer['ready']['credentials']['spotify']) {
  const startedAt = performance.now()
  const response = await fetch(`${accountsUrl}/api/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  await response.json()
  return performance.now() - startedAt
}

function toRow(kind: ReferenceKind, results: readonly Round[]): Row {
  const { calls } = results.at(-1)!
  const made = [...new Set(calls.map(({ service, template }) => `${service} ${template}`))]
  const chain = longestChain(
    new Map(made.flatMap((name) => (facts[name] ? [[name, facts[name]] as const] : []))),
    known[kind],
  )
  const tookMs = median(results.map((result) => result.tookMs))
  const callMs = median(results.map((result) => result.callMs))
  const began = calls[0]!.at.getTime()
  explain(
    [
      `import.phase1.${kind}: the longest chain is ${chain.length} × ${callMs.toFixed(0)} ms: ${chain.join(' → ')}`,
      ...calls.map(
        ({ at, service, template }) => `    after ${at.getTime() - began} ms ${service} ${template}`,
      ),
    ].join('\n'),
  )
  return compared(
    `import.phase1.${kind}`,
    tookMs,
    'ms',
    `${chain.length} calls one after the other`,
    chain.length * callMs,
  )
}
