import { hasCode } from '@setvote/sdk'
import { parseJobOptions } from '@setvote/sdk/jobs'
import type { ScheduledJob } from '../config/job-settings.ts'
import { problem } from './trigger-answers.ts'

export type ReadOptions =
  | { readonly status: 'read'; readonly options: object }
  | { readonly status: 'refused'; readonly response: Response }

const mostCharacters = 100_000

/**
 * What a request asks a job for: parameters of the address, `?limit=10&forceSync=true`, and `options` of a JSON body,
 * `{ "options": { "limit": 10 } }`. Other bodies, which platforms send by themselves, say nothing.
 */
export async function readOptions(request: Request, { job, options }: ScheduledJob): Promise<ReadOptions> {
  const body = await readBody(request)
  if (body instanceof Response) return { status: 'refused', response: body }
  const misplaced = Object.keys(body).find(
    (key) => key !== 'options' && job.options.safeParse({ [key]: body[key] }).success,
  )
  if (misplaced !== undefined) return refused(`Write { "options": { "${misplaced}": … } }`)
  const inBody = body.options ?? {}
  if (!isObject(inBody)) return refused('`options` must be an object')
  const asked = { ...fromAddress(new URL(request.url).searchParams), ...inBody }
  try {
    parseJobOptions(job, { ...options, ...asked })
    return { status: 'read', options: asked }
  } catch (error) {
    if (hasCode(error, 'invalid-input')) return refused(error.message)
    throw error
  }
}

const refused = (detail: string) =>
  ({ status: 'refused', response: problem(400, 'Invalid options', { detail }) }) as const

async function readBody(request: Request): Promise<Readonly<Record<string, unknown>> | Response> {
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '')
  if (request.method !== 'POST' || !isJson) return {}
  const tooLong = () => problem(413, 'The body is too long')
  if (Number(request.headers.get('content-length') ?? 0) > mostCharacters) return tooLong()
  const text = await request.text()
  if (text.length > mostCharacters) return tooLong()
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : {}
  } catch {
    return problem(400, 'The body is not JSON')
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fromAddress(parameters: URLSearchParams): Record<string, unknown> {
  const names = [...new Set(parameters.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name).map(toValue)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

/** Numbers and truth values are written as in JSON; all else is text. */
const toValue = (text: string): unknown =>
  /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?)$/.test(text) ? (JSON.parse(text) as unknown) : text
