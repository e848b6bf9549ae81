import type { ErrorObject } from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type SandboxOptions } from '../../../src/sandbox/index.ts'
import { describeRecorded } from '../../support/recorded.ts'
import { type Answer, listenTo, servedRoutes } from './conversation.ts'
import {
  type AnswerChecks,
  createAnswerChecks,
  type DefinedService,
  pathsOf,
  readDefinition,
} from './definition.ts'
import { deviations } from './definition-deviations.ts'
import type { Deviation } from './deviation.ts'
import { isObject, type Json } from './json-document.ts'
import { walkSetlistfm } from './walk-setlistfm.ts'
import { walkSpotify } from './walk-spotify.ts'
import { walkTicketmaster } from './walk-ticketmaster.ts'

const walks = {
  spotify: walkSpotify,
  ticketmaster: walkTicketmaster,
  setlistfm: walkSetlistfm,
} as const

const worlds: Readonly<Record<DefinedService, readonly SandboxOptions[]>> = {
  spotify: [{ tier: 'extended' }, { tier: 'legacy' }, { tier: 'development' }],
  ticketmaster: [{}],
  setlistfm: [{}],
}

/** Routes that exist and never answer anything but an error. */
const alwaysRefused = new Set(['/setlist/version/{versionId}'])

describeRecorded('definitions of the services', () => {
  describe.each(['spotify', 'ticketmaster', 'setlistfm'] as const)('%s in the sandbox', (service) => {
    let answers: Answer[] = []
    beforeAll(async () => {
      for (const options of worlds[service]) {
        const sandbox = createSandbox({ today: '2026-11-21', limits: false, ...options })
        answers = answers.concat(await listenTo(sandbox, service, walks[service]))
      }
    }, 120_000)

    const own = deviations.filter((deviation) => deviation.service === service)

    it('answers every route as its definition says, the listed deviations aside', () => {
      expect(answers.length).toBeGreaterThan(500)
      expect(violations(answers, checksWith(service, own))).toEqual([])
    })

    it('would be noticed with a field of its own, however deep', () => {
      const check = checksWith(service, own)
      const deepest = answers.toSorted((one, other) => depthOf(other.body) - depthOf(one.body))[0]!
      for (const body of withSurpriseEverywhere(deepest.body)) {
        expect(isViolation({ ...deepest, body }, check)).toBe(true)
      }
    })

    it('was asked for every route that it serves', async () => {
      const sandbox = createSandbox({ size: { artists: 2 }, limits: false })
      const served = await servedRoutes(sandbox, service, pathsOf(readDefinition(service)))
      const asked = new Set(answers.map(({ template }) => template))
      expect([...served].filter((template) => !asked.has(template) && !alwaysRefused.has(template))).toEqual(
        [],
      )
    })

    it.each(own)('still deviates: $name', (deviation) => {
      const others = own.filter((other) => other !== deviation)
      const check = checksWith(service, others)
      expect(answers.some((answer) => isViolation(answer, check))).toBe(true)
    })
  })
})

function checksWith(service: DefinedService, amendments: readonly Deviation[]): AnswerChecks {
  const definition = readDefinition(service)
  for (const { amend } of amendments) amend(definition)
  return createAnswerChecks(definition)
}

function isViolation({ path, body }: Answer, checks: AnswerChecks): boolean {
  const check = checks(path.replace(/\.json$/, ''))
  return check === null || !check(body)
}

/** What is wrong, once per kind, with an example of where. */
function violations(answers: readonly Answer[], checks: AnswerChecks): string[] {
  const found = new Map<string, string>()
  for (const { path, asked, template, body } of answers) {
    const check = checks(path.replace(/\.json$/, ''))
    if (check === null) found.set(`${template}: not in the definition`, asked)
    else if (!check(body)) {
      for (const error of check.errors ?? []) found.set(`${template}${describeError(error)}`, asked)
    }
  }
  return [...found].map(([problem, example]) => `${problem} – ${example}`)
}

function describeError({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath.replace(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** The same body with one field too many, once for each object in it that has fields at all. */
function withSurpriseEverywhere(body: Json): Json[] {
  if (Array.isArray(body)) {
    return body.flatMap((item, at) => withSurpriseEverywhere(item).map((changed) => body.with(at, changed)))
  }
  if (!isObject(body)) return []
  const deeper = Object.entries(body).flatMap(([key, child]) =>
    withSurpriseEverywhere(child).map((changed) => ({ ...body, [key]: changed })),
  )
  return [{ ...body, surprise: ['!'] }, ...deeper]
}
