import { setTimeout as sleep } from 'node:timers/promises'
import { postgresStorage } from '@setvote/adapter-postgres'
import { createSetvote } from '@setvote/sdk'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import type { ArtistReference, ImportRun } from '@setvote/sdk/storage'

export interface ImportingTask {
  readonly url: string
  readonly credentials: SandboxCredentials
  /** Whom to import; null to go on with what another process has left. */
  readonly reference: ArtistReference | null
}

/** The shortest there is: nobody waits long for a process that has died. */
const leaseMs = 1000

/* Imports an artist, or goes on with the import of a process that has died. Answers the run when it has ended. */
process.once('message', async ({ url, credentials, reference }: ImportingTask) => {
  const unpaced = { limits: { perSecond: null, perDay: null } }
  const { imports, close } = createSetvote({
    storage: postgresStorage({ connectionString: url, maxConnections: 4 }),
    imports: { leaseMs },
    spotify: { ...credentials.spotify, ...unpaced },
    ticketmaster: { ...credentials.ticketmaster, ...unpaced },
    setlistfm: { ...credentials.setlistfm, ...unpaced },
    musicbrainz: { ...credentials.musicbrainz, ...unpaced },
  })
  const abandoned = async (): Promise<ImportRun> => {
    for (;;) {
      const [run] = await imports.resumeAbandoned()
      if (run) return run
      await sleep(50)
    }
  }
  const { id } = reference ? await imports.start(reference) : await abandoned()
  process.send?.(await imports.finished(id))
  await close()
  process.disconnect()
})
