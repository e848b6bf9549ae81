import type { Importer } from './children/importer.ts'
import type { SandboxServer } from './children/sandbox-server.ts'
import { type Child, startChild } from './support/child.ts'
import { explain } from './support/explain.ts'
import { median } from './support/median.ts'
import { alone, type Row } from './support/row.ts'

const size = { artists: 60, headliner: { tracks: 5000, setlists: 2000 } }
const rounds = 3
const megabyte = 1_000_000

/**
 * How far the resident memory of a process rises above what it takes idle while it imports an artist with 5,000
 * tracks and 2,000 setlists into memory storage, as fast as a sandbox in another process answers. The peak is the
 * kernel's where it tells, or the highest of samples taken every few milliseconds if that is higher. A new process
 * for each round.
 *
 * `import.memory` is measured with a heap of 256 MB, as a small container has it: there V8 cleans up, and the
 * rise is what the import needs. `import.memory.unbounded` is the same under Node's defaults, where the rise mostly
 * says how much memory the machine has: V8 then lets its young generation grow to 134 MB, and leaves what was
 * promoted by accident to a mark-compact that it has no reason to hurry.
 */
export async function* importMemory(): AsyncGenerator<Row> {
  const server = await startChild<SandboxServer>('sandbox-server.ts', { size, limits: false })
  try {
    yield await measure(server, 'import.memory', ['--max-heap-size=256'])
    yield await measure(server, 'import.memory.unbounded', [])
  } finally {
    await server.stop()
  }
}

async function measure(
  server: Child<SandboxServer>,
  name: string,
  nodeOptions: readonly string[],
): Promise<Row> {
  const risen: number[] = []
  for (let round = 0; round < rounds; round++) {
    await server.ask('reset')
    risen.push(await importOnce(server, name, nodeOptions))
  }
  return alone(name, median(risen) / megabyte, 'MB')
}

async function importOnce(
  server: Child<SandboxServer>,
  name: string,
  nodeOptions: readonly string[],
): Promise<number> {
  const { credentials, artist } = server.ready
  const importer = await startChild<Importer>(
    'importer.ts',
    { credentials, ticketmasterId: artist.ids.ticketmaster },
    nodeOptions,
  )
  try {
    const { idleBytes } = importer.ready
    const { status, sampledBytes, kernelBytes, keptBytes, heapBytes, tookMs, stored } =
      await importer.ask('import')
    const setlists = stored['setlists at setlistfm']
    if (status !== 'completed' || setlists !== artist.counts.setlists)
      throw new Error(`${name}: the import ended as ${status} with ${setlists} setlists`)
    const shown = (bytes: number) => `${(bytes / megabyte).toFixed(0)} MB`
    explain(
      `${name}: idle ${shown(idleBytes)}, peak ${shown(sampledBytes)} sampled, ` +
        `${kernelBytes === null ? 'unknown' : shown(kernelBytes)} by the kernel; afterwards ${shown(keptBytes)} with a ` +
        `heap of ${shown(heapBytes)}; ${(tookMs / 1000).toFixed(1)} s for ${stored['tracks at spotify']} tracks and ` +
        `${setlists} setlists with songs`,
    )
    return Math.max(sampledBytes, kernelBytes ?? 0) - idleBytes
  } finally {
    await importer.stop()
  }
}
