import type { Sandbox } from '../../../src/sandbox/index.ts'
import { ask } from '../support/ask.ts'
import type { Json, JsonObject } from './json-document.ts'

/** One successful answer of the sandbox. */
export interface Answer {
  /** Below the service's base, without the query. */
  readonly path: string
  /** With the query, for messages. */
  readonly asked: string
  readonly template: string
  readonly body: Json
}

/** How a walk asks: answers the body of a 2xx, which it also writes down, and null for everything else. */
export type Question = (path: string) => Promise<JsonObject | null>

export type WalkedService = 'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz'

/** Takes a walk through a sandbox and brings back every successful answer. */
export async function listenTo(
  sandbox: Sandbox,
  service: WalkedService,
  walk: (question: Question, sandbox: Sandbox) => Promise<void>,
): Promise<Answer[]> {
  const asking = ask(sandbox)
  const answers: Answer[] = []
  await walk(async (asked) => {
    const response = await asking[service](asked)
    if (!response.ok) return null
    const body = (await response.json()) as Json
    const { template } = sandbox.calls().at(-1)!
    answers.push({ path: asked.split('?')[0]!, asked, template, body })
    return body as JsonObject
  }, sandbox)
  return answers
}

/** The routes that a sandbox serves, out of the paths that a definition has. */
export async function servedRoutes(
  sandbox: Sandbox,
  service: WalkedService,
  paths: readonly string[],
): Promise<Set<string>> {
  const asking = ask(sandbox)
  const served = new Set<string>()
  for (const path of paths) {
    await asking[service](path.replace(/\{[^}]+\}/g, 'x'))
    served.add(sandbox.calls().at(-1)!.template)
  }
  served.delete('')
  return served
}
