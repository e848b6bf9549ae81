import { systemClock } from '@setvote/sdk'
import type { CronConfig } from '../config/define-cron.ts'
import type { ClockFacts } from './patient.ts'

/** Each answers a request without a key, if only to refuse it, and costs no budget. */
const addresses = {
  spotify: 'https://api.spotify.com/',
  ticketmaster: 'https://app.ticketmaster.com/',
  setlistfm: 'https://api.setlist.fm/',
  musicbrainz: 'https://musicbrainz.org/',
} as const

const patienceMs = 5_000

/** Compares our clock with those of the services that are configured, by the `Date` of an answer. */
export async function readUpstreamDates(
  { setvote, clock }: CronConfig,
  fetch: typeof globalThis.fetch,
  note: (clock: ClockFacts) => void,
): Promise<void> {
  const configured = Object.entries(addresses).filter(
    ([service]) => setvote.clients[service as keyof typeof addresses] !== undefined,
  )
  await Promise.all(
    configured.map(async ([service, url]) => {
      const over = new AbortController()
      const silence = new AbortController()
      systemClock.sleep(patienceMs, over.signal).then(
        () => silence.abort(),
        () => {},
      )
      try {
        const before = clock.now().getTime()
        const { headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: silence.signal })
        const tookMs = clock.now().getTime() - before
        const date = new Date(headers.get('date') ?? '').getTime()
        // A date from a cache is that of another answer.
        if (Number.isNaN(date) || headers.has('age')) return
        note({ of: service, aheadMs: date + 500 - (before + tookMs / 2), within: 500 + tookMs / 2 })
      } catch {
        // A service that is away says nothing about our clock; `health` tells that it is.
      } finally {
        over.abort()
      }
    }),
  )
}
