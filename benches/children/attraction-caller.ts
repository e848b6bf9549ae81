import { redisLayer } from '@setvote/sdk/redis'
import { createTicketmaster } from '@setvote/sdk/ticketmaster'
import { serveParent } from '../support/child.ts'

/** A process that asks for attractions as fast as the budget that it shares allows. */
export interface AttractionCaller {
  readonly options: {
    readonly redisUrl: string
    readonly origin: string
    readonly name: string
    readonly warmUpKey: string
    readonly forMs: number
  }
  readonly ready: { readonly processId: number }
  readonly answers: { readonly call: { readonly answered: number; readonly failures: readonly string[] } }
}

const callers = 3

await serveParent<AttractionCaller>(async ({ redisUrl, origin, name, warmUpKey, forMs }) => {
  const layer = redisLayer({ url: redisUrl })
  const options = { baseUrl: origin, waitBudgetMs: forMs, retries: 0 }
  const client = createTicketmaster({
    ...options,
    apiKey: 'bench',
    limits: { perSecond: 5, perDay: 5000 },
    quota: layer.quotas,
    breakers: layer.breakers,
  })
  const paceless = { perSecond: null, perDay: null }
  const warm = createTicketmaster({ ...options, apiKey: warmUpKey, limits: paceless, quota: layer.quotas })
  // Everything is loaded and connected before it counts.
  for (let turn = 0; turn < 30; turn++) {
    await Promise.all(Array.from({ length: callers }, (_, index) => warm.attraction(`warm${turn}x${index}`)))
  }
  return {
    ready: { processId: process.pid },
    answers: {
      async call() {
        const endsAt = performance.now() + forMs
        const failures: string[] = []
        let answered = 0
        let count = 0
        const caller = async () => {
          while (performance.now() < endsAt) {
            try {
              await client.attraction(`${name}x${count++}`, {
                deadlineMs: Math.max(1, endsAt - performance.now()),
              })
              answered++
            } catch (error) {
              // The last ones find no place any more.
              if (performance.now() < endsAt - 1500) failures.push(String(error))
              else break
            }
          }
        }
        await Promise.all(Array.from({ length: callers }, caller))
        await layer.close()
        return { answered, failures }
      },
    },
  }
})
