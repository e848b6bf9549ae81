import { type ClientOptions, isUpstreamError, lruCacheStore } from '@setvote/sdk'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { z } from 'zod'
import { hostileAnswer } from './hostile-answers.ts'
import { outcomeOf } from './outcome.ts'
import { scriptedFetch } from './scripted-fetch.ts'

/** One thing that can be asked of a client, and what may come of it. */
export interface Verb<Client> {
  readonly name: string
  readonly ask: (client: Client) => PromiseLike<unknown>
  /** What a value that comes back must be. */
  readonly value: z.ZodType
  /** Maps the value to our own words; throws when it cannot. */
  readonly map?: (value: never) => void
  /** Good answers, to be spoiled. */
  readonly bodies: readonly unknown[]
}

export interface Assault<Client, Settings> {
  readonly verbs: readonly Verb<Client>[]
  /** What else may be set on a client. */
  readonly settings: fc.Arbitrary<Settings>
  readonly create: (
    options: Required<Pick<ClientOptions, 'fetch' | 'clock'>> & ClientOptions,
    settings: Settings,
  ) => Client
  readonly secrets: readonly string[]
  /** How many times something is asked. @default 10_000, or what HOSTILE_BODIES says */
  readonly rounds?: number
}

/** Another seed and another number of bodies may be asked for. */
const seed = Number(process.env.HOSTILE_SEED ?? 20_261_121)
const bodies = Number(process.env.HOSTILE_BODIES ?? 10_000)

/** More requests than any call needs to find out that it is being fooled. */
const mostRequests = 2000

/** What came of all the calls. */
export interface Casualties {
  readonly values: number
  readonly mapped: number
  readonly errors: Readonly<Record<string, number>>
}

/** Asks and asks, and expects a value or an error of ours, whatever comes back. */
export async function assault<Client, Settings>({
  verbs,
  settings,
  create,
  secrets,
  rounds = bodies,
}: Assault<Client, Settings>): Promise<Casualties> {
  const tally = { values: 0, mapped: 0, errors: {} as Record<string, number> }
  const options = fc.record({
    settings,
    strict: fc.boolean(),
    cached: fc.boolean(),
    retries: fc.constantFrom(0, 0, 1, 3),
  })
  const round = fc.constantFrom(...verbs).chain((verb) =>
    fc.record({
      verb: fc.constant(verb),
      options,
      answers: fc.array(hostileAnswer(verb.bodies), { minLength: 1, maxLength: 2 }),
    }),
  )
  const prototype = Object.getOwnPropertyNames(Object.prototype)

  await fc.assert(
    fc.asyncProperty(
      round,
      async ({ verb, options: { cached, retries, strict, settings: own }, answers }) => {
        const clock: FakeClock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
        const { fetch, requests } = scriptedFetch(answers)
        const client = create(
          {
            fetch,
            clock,
            limits: { perSecond: null, perDay: null },
            retries,
            strict,
            ...(cached && { cache: lruCacheStore({ clock }) }),
          },
          own,
        )
        const outcome = await outcomeOf(() => verb.ask(client), verb.name)
        expect(requests(), 'requests of one call').toBeLessThanOrEqual(mostRequests)
        if ('error' in outcome) {
          const { code, message } = outcome.error
          tally.errors[code] = (tally.errors[code] ?? 0) + 1
          expect(isUpstreamError(outcome.error), `an error of the upstream: ${message}`).toBe(true)
          for (const secret of secrets) expect(message).not.toContain(secret)
          return
        }
        tally.values++
        const parsed = verb.value.safeParse(outcome.value)
        expect(parsed.error?.issues ?? []).toEqual([])
        if (!verb.map) return
        const startedAt = performance.now()
        verb.map(outcome.value as never)
        tally.mapped++
        expect(performance.now() - startedAt, 'milliseconds of mapping').toBeLessThan(2000)
      },
    ),
    { seed, numRuns: rounds },
  )
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  return tally
}
