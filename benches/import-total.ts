import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote } from '@setvote/sdk'
import { musicbrainzLimits } from '@setvote/sdk/musicbrainz'
import type { SandboxCall, WorldSize } from '@setvote/sdk/sandbox'
import type { SandboxServer } from './children/sandbox-server.ts'
import { type Child, startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { median } from './support/median.ts'
import { compared, type Row, worstOf } from './support/row.ts'
import { tiers } from './support/tiers.ts'

const latencyMs = 150
const rounds = 3
/** Large enough that the pace of the services, and not the latency of the first calls, decides. */
const size: WorldSize = { artists: 60, headliner: { tracks: 500, setlists: 700 } }

/** Starts in any one second that each client allows itself, which are the limits that the services publish. */
const perSecond = { spotify: 5, ticketmaster: 5, setlistfm: 2, musicbrainz: musicbrainzLimits.perSecond! }
type Paced = keyof typeof perSecond

/**
 * A whole import, by Ticketmaster's id, from `start` to its end, against the least time that the limits leave for
 * the calls it made: of n calls at L a second, the last can start ⌊(n − 1) / L⌋ seconds after the first, since L of
 * them may start at once, and is answered one latency later. The slowest service decides. One app of each tier
 * imports at the same time, from a server of its own.
 */
export async function* importTotal(): AsyncGenerator<Row> {
  const rows = await Promise.all(
    tiers.map(async (tier) => {
      const server = await startChild<SandboxServer>('sandbox-server.ts', { latencyMs, tier, size })
      try {
        const results: Imported[] = []
        for (let round = 0; round < rounds; round++) results.push(await importOnce(server))
        return toRow(`import.total.${tier}`, results)
      } finally {
        await server.stop()
      }
    }),
  )
  yield* rows
  yield worstOf('import.total', rows)
}

interface Imported {
  readonly tookMs: number
  readonly phase1Ms: number
  readonly calls: readonly SandboxCall[]
}

async function importOnce(server: Child<SandboxServer>): Promise<Imported> {
  await server.ask('reset')
  const { credentials, artist } = server.ready
  const setvote = createSetvote({ storage: memoryStorage(), ...credentials })
  try {
    const startedAt = performance.now()
    const { id } = await setvote.imports.start({ ticketmasterId: artist.ids.ticketmaster })
    const phase1Ms = performance.now() - startedAt
    const run = await setvote.imports.finished(id)
    const tookMs = performance.now() - startedAt
    if (run.status !== 'completed') throw new Error(`import.total: the import ended as ${run.status}`)
    return { tookMs, phase1Ms, calls: await server.ask('calls') }
  } finally {
    await setvote.close()
  }
}

function toRow(name: string, results: readonly Imported[]): Row {
  const { calls, phase1Ms } = results.at(-1)!
  const callMs = median(calls.flatMap(({ durationMs }) => durationMs ?? []))
  const services = Object.keys(perSecond) as Paced[]
  const bounds = services.map((service) => {
    const made = calls.filter((call) => call.service === service).length
    return { service, made, leastMs: Math.floor((made - 1) / perSecond[service]) * 1000 + callMs }
  })
  const slowest = bounds.toSorted((a, b) => b.leastMs - a.leastMs)[0]!
  const tookMs = median(results.map((result) => result.tookMs))
  const smoothMs = ((slowest.made - 1) / perSecond[slowest.service]) * 1000 + callMs
  explain(
    `${name}: ${bounds.map(({ service, made }) => `${made} × ${service}`).join(', ')}; first phase ${phase1Ms.toFixed(0)} ms; ` +
      `${(tookMs / smoothMs).toFixed(3)} of evenly spread calls`,
  )
  return compared(
    name,
    tookMs,
    'ms',
    `${slowest.made} calls of ${slowest.service} at its limit`,
    slowest.leastMs,
  )
}
