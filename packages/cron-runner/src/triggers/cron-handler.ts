import { hasCode, InvalidOptionsError, minutes } from '@setvote/sdk'
import type { JobRun } from '@setvote/sdk/storage'
import { type CronConfig, type CronOptions, defineCron } from '../config/define-cron.ts'
import { getScheduledJob } from '../config/get-scheduled-job.ts'
import type { ScheduledJob } from '../config/job-settings.ts'
import { cronMonitoring } from '../runner/cron-monitoring.ts'
import { pingsSent } from '../runner/run-scheduled.ts'
import { readOptions } from './read-options.ts'
import { runDueSlot } from './run-due-slot.ts'
import { createSecretGuard, type Secrets } from './secret-guard.ts'
import { answer, problem, viewOf } from './trigger-answers.ts'

/** Something that lets work go on after the answer: the `ctx` of a Worker. */
export interface TriggerContext {
  waitUntil?(work: Promise<unknown>): void
}

export type CronHandlerOptions = ({ readonly config: CronConfig } | CronOptions) & {
  /**
   * What a caller must send, as `Authorization: Bearer …`; several while one replaces another. At least 16 characters
   * each. On Vercel `process.env.CRON_SECRET`.
   */
  readonly secrets: Secrets
  /**
   * How long the platform lets a call last, in milliseconds. Shortly before, a run is handed over: it goes on from its
   * checkpoint with the next call, or in a runner. @default 60_000
   */
  readonly maxDurationMs?: number | undefined
  /**
   * Lets work go on after the answer, on platforms that can: `waitUntil` of `@vercel/functions`. Then a run is answered
   * as `started` as soon as it has begun. @default `waitUntil` of the context that is passed, else answers wait
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
}

/** Other things than a context are passed by frameworks; they are left alone. */
export type CronHandler = (request: Request, context?: TriggerContext | object) => Promise<Response>

/**
 * Answers `/cron/:job`: GET and POST run the slot of the job that is due, HEAD says how the job is and changes nothing.
 * The last part of the path names the job. A slot runs once, however many runners, platforms and people call.
 *
 * 200 for `ran`, `done`, `paused`, `left-out` and `not-due`; 202 for `started`, `held` by somebody else, and
 * `handed-over`. Refusals are problem+json: 400 options, 401 secret, 404 job, 405 method, 409 a job without a schedule
 * or a run for another due time, 500 the job failed, 503 the storage is away. They never quote an error.
 *
 * @throws InvalidOptionsError without a secret, and for options that cannot be meant.
 *
 * @example
 * const handle = cronHandler({ config, secrets: process.env.CRON_SECRET })
 * export const GET = (request: Request) => handle(request)
 */
export function cronHandler(options: CronHandlerOptions): CronHandler {
  const { secrets, maxDurationMs = minutes(1), waitUntil } = options ?? {}
  const isKnown = createSecretGuard(secrets)
  if (!(Number.isFinite(maxDurationMs) && maxDurationMs > 0)) {
    throw new InvalidOptionsError('cronHandler: maxDurationMs must be milliseconds above 0, such as 60_000')
  }
  const given = 'config' in options ? options.config : defineCron(options)
  const config: CronConfig = {
    ...given,
    // A job that does not stop when told to is left behind in time to answer.
    jobs: given.jobs.map((job) => ({ ...job, graceMs: Math.min(job.graceMs, maxDurationMs / 4) })),
  }
  const { clock, logger } = config
  const monitoring = cronMonitoring(config)

  async function health(scheduled: ScheduledJob): Promise<Response> {
    const { storage, jobs } = await monitoring.health()
    const status = jobs.find(({ job }) => job === scheduled.name)?.status ?? 'waiting'
    const isIll = storage.status === 'down' || ill.has(status)
    const said = storage.status === 'down' ? 'unknown' : status
    const headers = { 'cache-control': 'no-store', 'setvote-job-status': said }
    return new Response(null, { status: isIll ? 503 : 200, headers })
  }

  function trigger(scheduled: ScheduledJob, asked: object, context: TriggerContext): Promise<Response> {
    const stopping = new AbortController()
    const over = new AbortController()
    const begun = Promise.withResolvers<JobRun>()
    const workMs = maxDurationMs - scheduled.graceMs - maxDurationMs / 20
    clock.sleep(workMs, over.signal).then(
      () => stopping.abort(),
      () => {},
    )
    const running = runDueSlot(config, {
      ...{ scheduled, options: asked, stopping: stopping.signal },
      onEvent: (event) => event.type === 'claimed' && begun.resolve(event.run),
    }).catch((error: unknown) => failed(scheduled, error))
    const startedAt = clock.now().getTime()
    const told = running.then(async () => {
      const leftMs = Math.max(0, startedAt + maxDurationMs * 0.95 - clock.now().getTime())
      await Promise.race([tellOthers(), clock.sleep(leftMs, over.signal).catch(() => {})])
      over.abort()
    })
    const letGoOn = waitUntil ?? context.waitUntil?.bind(context)
    if (!letGoOn) return told.then(() => running)
    letGoOn(told)
    const started = begun.promise.then((run) =>
      answer({ status: 'started', job: scheduled.name, slotAt: run.slotAt, run: viewOf(run) }),
    )
    return Promise.race([running, started])
  }

  /** Where nothing runs between calls, a call is when alerts are decided. */
  async function tellOthers(): Promise<void> {
    const isWatched = config.evaluateEveryMs !== null
    await Promise.all([pingsSent(config), isWatched && monitoring.evaluate()])
  }

  function failed({ name }: ScheduledJob, error: unknown): Response {
    logger.error('a trigger could not run a job', { job: name, error })
    if (!hasCode(error, 'storage-failed', 'aborted')) return problem(500, 'Something went wrong')
    return problem(503, 'The job cannot be run now', { headers: { 'retry-after': '30' } })
  }

  return async (request, context = {}) => {
    if (!(await isKnown(request.headers.get('authorization')))) {
      return problem(401, 'Unauthorized', { headers: { 'www-authenticate': 'Bearer' } })
    }
    if (!methods.includes(request.method)) {
      return problem(405, 'Method not allowed', { headers: { allow: methods.join(', ') } })
    }
    let scheduled: ScheduledJob
    try {
      scheduled = getScheduledJob(config, jobOf(request.url))
    } catch (error) {
      if (!hasCode(error, 'not-found')) throw error
      return problem(404, 'No such job', { detail: error.message })
    }
    if (request.method === 'HEAD') return health(scheduled)
    if (!scheduled.enabled) {
      return problem(409, 'This job has no schedule', { detail: 'The config says `enabled: false`.' })
    }
    const read = await readOptions(request, scheduled)
    return read.status === 'refused'
      ? read.response
      : trigger(scheduled, read.options, context as TriggerContext)
  }
}

const methods: readonly string[] = ['GET', 'POST', 'HEAD']
const ill: ReadonlySet<string> = new Set(['missed', 'silent', 'failing'])

/** The last part of the path. */
function jobOf(url: string): string {
  const last = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
