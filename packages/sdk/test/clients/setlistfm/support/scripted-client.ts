import {
  createSetlistfm,
  type Setlistfm,
  type SetlistfmOptions,
} from '../../../../src/clients/setlistfm/client.ts'
import { type FakeClock, fakeClock } from '../../../../src/testing/fake-clock.ts'
import { isUpstreamError, type UpstreamError } from '../../../../src/upstream/errors.ts'
import { readRecorded } from '../../../support/recorded.ts'
import {
  type ScriptedAnswer,
  type ScriptedRequest,
  scriptedFetch,
} from '../../ticketmaster/support/scripted-fetch.ts'

export const apiKey = '8b2f6c1e-0d7a-4a53-9c14-5f6f0f3f2a11'
export const beatles = 'b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d'
export const notFound: ScriptedAnswer = {
  status: 404,
  get body() {
    return readRecorded('setlistfm', 'errors/404.unknown-mbid.doc-sample.json')
  },
}

/** The documentation's samples of one kind: the thing itself, then a list of it. */
export const sample = (name: string) => readRecorded('setlistfm', `doc-samples/${name}.json`) as unknown[]

/** A client of a scripted service, at noon, in no hurry. */
export function clientWith(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
  options: Partial<SetlistfmOptions> = {},
): { readonly client: Setlistfm; readonly requests: readonly ScriptedRequest[]; readonly clock: FakeClock } {
  const { fetch, requests } = scriptedFetch(answer)
  const clock = fakeClock('2026-11-21T12:00:00Z', { auto: true })
  const client = createSetlistfm({ apiKey, fetch, clock, limits: { perSecond: null }, ...options })
  return { client, requests, clock }
}

export async function refusalOf(promise: PromiseLike<unknown>): Promise<UpstreamError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isUpstreamError(error)) throw new Error('was not refused', { cause: error })
  return error
}
