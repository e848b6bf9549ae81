import { postgresStorage } from '@setvote/adapter-postgres'
import { bullmqQueue, type QueueConnection } from '@setvote/cron-runner/bullmq'
import { createSetvote } from '@setvote/sdk'
import type { SandboxCredentials } from '@setvote/sdk/sandbox'
import type { ArtistReference } from '@setvote/sdk/storage'

export interface QueuedImportingTask {
  readonly url: string
  readonly connection: QueueConnection
  readonly credentials: SandboxCredentials
  /** Whom to import; null to do what waits in the queue. */
  readonly reference: ArtistReference | null
}

/* Does the imports of a queue that processes share, until it is killed or told to leave. */
process.once('message', async ({ url, connection, credentials, reference }: QueuedImportingTask) => {
  const unpaced = { limits: { perSecond: null, perDay: null } }
  const queue = bullmqQueue({ connection, lockMs: 1000 })
  const setvote = createSetvote({
    storage: postgresStorage({ connectionString: url, maxConnections: 4 }),
    queue,
    imports: { leaseMs: 1000 },
    spotify: { ...credentials.spotify, ...unpaced },
    ticketmaster: { ...credentials.ticketmaster, ...unpaced },
    setlistfm: { ...credentials.setlistfm, ...unpaced },
    musicbrainz: { ...credentials.musicbrainz, ...unpaced },
  })
  process.once('message', async () => {
    await setvote.close()
    await queue.close()
    process.disconnect()
  })
  if (reference) await setvote.imports.start(reference)
  process.send?.('working')
})
