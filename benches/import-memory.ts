import type { Importer } from './children/importer.ts'
import type { SandboxServer } from './children/sandbox-server.ts'
import { startChild } from './support/child.ts'
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
 */
export async function* importMemory(): AsyncGenerator<Row> {
  const server = await startChild<SandboxServer>('sandbox-server.ts', { size, limits: false })
  try {
    const { credentials, artist } = server.ready
    const risen: number[] = []
    for (let round = 0; round < rounds; round++) {
      await server.ask('reset')
      const importer = await startChild<Importer>('importer.ts', {
        credentials,
        ticketmasterId: artist.ids.ticketmaster,
      })
      try {
        const { idleBytes } = importer.ready
        const { status, sampledBytes, kernelBytes, keptBytes, heapBytes, tookMs, stored } =
          await importer.ask('import')
        if (status !== 'completed') throw new Error(`import.memory: the import ended as ${status}`)
        if ((stored['setlists at setlistfm'] ?? 0) < artist.counts.setlists)
          throw new Error(`import.memory: ${stored['setlists at setlistfm']} setlists stored`)
        risen.push(Math.max(sampledBytes, kernelBytes ?? 0) - idleBytes)
        const shown = (bytes: number) => `${(bytes / megabyte).toFixed(0)} MB`
        explain(
          `import.memory: idle ${shown(idleBytes)}, peak ${shown(sampledBytes)} sampled, ` +
            `${kernelBytes === null ? 'unknown' : shown(kernelBytes)} by the kernel; afterwards ${shown(keptBytes)} with a ` +
            `heap of ${shown(heapBytes)}; ${(tookMs / 1000).toFixed(1)} s for ${stored['tracks at spotify']} tracks and ` +
            `${stored['setlists at setlistfm']} setlists with songs`,
        )
      } finally {
        await importer.stop()
      }
    }
    yield alone('import.memory', median(risen) / megabyte, 'MB')
  } finally {
    await server.stop()
  }
}
