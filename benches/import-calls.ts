import { memoryStorage } from '@setvote/adapter-memory'
import { type ArtistReference, createSetvote, type ImportRun } from '@setvote/sdk'
import { createSandbox, type Sandbox, type SpotifyTier, type WorldSize } from '@setvote/sdk/sandbox'
import { explain } from './support/explain.ts'
import { fewestCalls, releaseGroups, type ServiceCalls } from './support/fewest-calls.ts'
import { compared, type Row, worstOf } from './support/row.ts'
import { tiers } from './support/tiers.ts'

/** The demo's artist, and one with four times as much of everything that comes in pages. */
const sizes: readonly WorldSize[] = [
  'medium',
  { artists: 60, headliner: { tracks: 800, setlists: 500, upcomingShows: 450 } },
]
const today = '2026-11-21'
/** Nothing here is about time. */
const unpaced = { limits: { perSecond: null, perDay: null } }

/**
 * The calls of a whole import, as the services' own log counts them, against the fewest that could have brought what
 * was stored. Tokens are counted apart. For each tier the worst of several imports: by id and by name, of an artist
 * with much and with very much.
 */
export async function* importCalls(): AsyncGenerator<Row> {
  const rows: Row[] = []
  for (const tier of tiers) {
    const measured: Row[] = []
    for (const size of sizes) {
      const sandbox = createSandbox({ size, tier, today, limits: false })
      for (const kind of ['ticketmasterId', 'name'] as const)
        measured.push(await measure(sandbox, tier, kind))
    }
    rows.push({ ...worstOf(`import.calls.${tier}`, measured), baseline: 'the fewest calls possible' })
  }
  yield* rows
  yield worstOf('import.calls', rows)
}

async function measure(sandbox: Sandbox, tier: SpotifyTier, kind: 'ticketmasterId' | 'name'): Promise<Row> {
  const { name, attractionId } = sandbox.world.artists[0]!
  const run = await importWhole(sandbox, kind === 'name' ? { name } : { ticketmasterId: attractionId! })
  const { 'spotify-accounts': tokens, ...made } = sandbox.callsByService()
  const fewest = fewestCalls(sandbox.world, tier)
  checkStored(run, fewest.stored)
  explain(
    [
      `import.calls.${tier}, by ${kind}: ${total(made)} made, ${total(fewest.calls)} possible; tokens asked for: ${tokens}`,
      ...Object.keys(fewest.calls).map((service) => {
        const least = fewest.calls[service as keyof ServiceCalls]
        return `    ${service}: ${made[service as keyof ServiceCalls]} made, ${least} possible`
      }),
    ].join('\n'),
  )
  return compared(`import.calls.${tier}.${kind}`, total(made), 'calls', 'the fewest', total(fewest.calls))
}

async function importWhole(sandbox: Sandbox, reference: ArtistReference): Promise<ImportRun> {
  sandbox.reset()
  const { spotify, ticketmaster, setlistfm, musicbrainz } = sandbox.credentials
  const setvote = createSetvote({
    storage: memoryStorage(),
    releaseGroups,
    spotify: { ...spotify, ...unpaced },
    ticketmaster: { ...ticketmaster, ...unpaced },
    setlistfm: { ...setlistfm, ...unpaced },
    musicbrainz: { ...musicbrainz, ...unpaced },
  })
  try {
    const { id } = await setvote.imports.start(reference)
    return await setvote.imports.finished(id)
  } finally {
    await setvote.close()
  }
}

/** Few calls are no merit when something is missing. */
function checkStored({ status, ledger }: ImportRun, expected: Readonly<Record<string, number>>): void {
  if (status !== 'completed') throw new Error(`import.calls: the import ended as ${status}`)
  for (const [line, count] of Object.entries(expected)) {
    const [kind, service] = line.split(' at ')
    const fetched = ledger.lines.find((each) => each.kind === kind && each.service === service)?.fetched
    if (fetched !== count) throw new Error(`import.calls: ${fetched} ${line} fetched of ${count}`)
  }
}

const total = (calls: ServiceCalls): number => Object.values(calls).reduce((sum, count) => sum + count, 0)
