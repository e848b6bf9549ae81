import { postgresStorage } from '@setvote/adapter-postgres'
import { createSetvote } from '@setvote/sdk'
import { serveParent } from '../support/child.ts'

/** A process that casts votes at a steady rate, each of another fan, until it is asked how many there were. */
export interface Voter {
  readonly options: {
    readonly url: string
    readonly setlistSongIds: readonly string[]
    readonly perSecond: number
  }
  readonly ready: { readonly processId: number }
  readonly answers: { readonly stop: { readonly counted: number; readonly perSecond: number } }
}

const everyMs = 10

await serveParent<Voter>(async ({ url, setlistSongIds, perSecond }) => {
  const setvote = createSetvote({
    storage: postgresStorage({ connectionString: url }),
    votes: { abuse: false },
  })
  let [cast, counted] = [0, 0]
  const castDue = () => {
    const due = ((performance.now() - startedAt) / 1000) * perSecond
    while (cast < due) {
      const ballot = { fanId: `voter${cast}`, setlistSongId: setlistSongIds[cast % setlistSongIds.length]! }
      cast++
      setvote.votes.cast(ballot).then(({ status }) => {
        if (status === 'counted') counted++
      }, console.error)
    }
  }
  // One vote first, so that everything is loaded and connected.
  await setvote.votes.cast({ fanId: 'first', setlistSongId: setlistSongIds[0]! })
  const startedAt = performance.now()
  const timer = setInterval(castDue, everyMs)
  return {
    ready: { processId: process.pid },
    answers: {
      async stop() {
        clearInterval(timer)
        await setvote.votes.idle()
        const tookMs = performance.now() - startedAt
        await setvote.close()
        return { counted, perSecond: (counted / tookMs) * 1000 }
      },
    },
  }
})
