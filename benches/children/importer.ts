import { readFileSync, writeFileSync } from 'node:fs'
import { memoryStorage } from '@setvote/adapter-memory'
import { createSetvote } from '@setvote/sdk'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import { serveParent } from '../support/child.ts'

/** An importing process, which watches its own memory. All sizes are in bytes. */
export interface Importer {
  readonly options: { readonly credentials: SandboxCredentials; readonly ticketmasterId: string }
  /** With everything loaded and created, and nothing done, after garbage collection. */
  readonly ready: { readonly idleBytes: number }
  readonly answers: {
    readonly import: {
      readonly status: string
      /** The highest that was seen between two turns of the event loop. */
      readonly sampledBytes: number
      /** The highest that the kernel has seen since the process was idle; null where it does not tell. */
      readonly kernelBytes: number | null
      /** After it all, and garbage collection: what the stored things weigh. */
      readonly keptBytes: number
      readonly heapBytes: number
      readonly tookMs: number
      readonly stored: Readonly<Record<string, number>>
    }
  }
}

const everyMs = 3

await serveParent<Importer>(async ({ credentials, ticketmasterId }) => {
  const unpaced = { limits: { perSecond: null, perDay: null } }
  const { spotify, ticketmaster, setlistfm, musicbrainz } = credentials
  const setvote = createSetvote({
    storage: memoryStorage(),
    spotify: { ...spotify, ...unpaced },
    ticketmaster: { ...ticketmaster, ...unpaced },
    setlistfm: { ...setlistfm, ...unpaced },
    musicbrainz: { ...musicbrainz, ...unpaced },
  })
  await settle()
  const idleBytes = process.memoryUsage.rss()
  return {
    ready: { idleBytes },
    answers: {
      async import() {
        const isReset = resetKernelPeak()
        let sampledBytes = 0
        const sampler = setInterval(() => {
          sampledBytes = Math.max(sampledBytes, process.memoryUsage.rss())
        }, everyMs)
        const startedAt = performance.now()
        const { id } = await setvote.imports.start({ ticketmasterId })
        const { status, ledger } = await setvote.imports.finished(id)
        const tookMs = performance.now() - startedAt
        clearInterval(sampler)
        const kernelBytes = isReset ? kernelPeak() : null
        await settle()
        return {
          status,
          sampledBytes,
          kernelBytes,
          keptBytes: process.memoryUsage.rss(),
          heapBytes: process.memoryUsage().heapUsed,
          tookMs,
          stored: Object.fromEntries(
            ledger.lines.map(({ kind, service, stored }) => [`${kind} at ${service}`, stored]),
          ),
        }
      },
    },
  }
})

/** Lets what is left of loading come to an end, and takes the garbage away. */
async function settle(): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    gc?.()
  }
}

/** Linux begins to look for the peak anew; false elsewhere. */
function resetKernelPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
    return true
  } catch {
    return false
  }
}

function kernelPeak(): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}
