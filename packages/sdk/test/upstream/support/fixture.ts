import { afterEach } from 'vitest'
import { z } from 'zod'
import type { CallOptions, UpstreamCall } from '../../../src/upstream/call.ts'
import { createUpstream, type UpstreamParts } from '../../../src/upstream/create-upstream.ts'
import type { UpstreamDefinition } from '../../../src/upstream/definition.ts'
import type { ClientOptions, Upstream } from '../../../src/upstream/upstream.ts'
import { type Answerer, json, startServer, type TestServer } from './server.ts'

export const Thing = z.looseObject({ name: z.string() })

export const aThing = { name: 'Velvet Harbor' }

const open: TestServer[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

export async function serve(
  answer: Answerer = (_request, response) => json(response, aThing),
): Promise<TestServer> {
  const server = await startServer(answer)
  open.push(server)
  return server
}

export function makeUpstream(
  server: { readonly url: string },
  options: ClientOptions = {},
  definition: Partial<UpstreamDefinition> = {},
  parts: UpstreamParts = {},
): Upstream {
  return createUpstream(
    {
      service: 'setlistfm',
      baseUrl: server.url,
      credentialKey: 'test',
      defaultLimits: { perSecond: null, perDay: null },
      ...definition,
    },
    options,
    { random: () => 0.5, ...parts },
  )
}

export function thing(
  id: string | number = 1,
  options: CallOptions & Partial<UpstreamCall<typeof Thing>> = {},
): UpstreamCall<typeof Thing> {
  return { path: `/things/${id}`, template: '/things/{id}', ...options, schema: Thing }
}

/** The error of a promise that must fail. */
export async function failureOf(work: PromiseLike<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('expected a failure')
}

/** Waits, in real time, until something has happened. */
export async function eventually(check: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (check()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not happen')
}
