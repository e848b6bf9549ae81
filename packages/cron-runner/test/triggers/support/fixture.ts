import { createSetvote, type Logger, silentLogger } from '@setvote/sdk'
import type { Job, JobContext, JobResult } from '@setvote/sdk/jobs'
import type { Storage } from '@setvote/sdk/storage'
import { type FakeClock, fakeClock } from '@setvote/sdk/testing'
import { z } from 'zod'
import { memoryStorage } from '../../../../adapter-memory/src/index.ts'
import {
  type CronConfig,
  type CronOptions,
  defineCron,
  type OwnJob,
} from '../../../src/config/define-cron.ts'
import { type CronHandler, type CronHandlerOptions, cronHandler } from '../../../src/triggers/cron-handler.ts'

export const secret = 'correct-horse-battery-staple'

export interface Bench {
  readonly storage: Storage
  readonly clock: FakeClock
  readonly config: CronConfig
  readonly handle: CronHandler
  /** The options of each run of `greet`, and the due time it was for. */
  readonly ran: { readonly slotAt: string; readonly options: object }[]
  readonly logged: unknown[]
}

export interface BenchOptions {
  readonly at?: string
  readonly storage?: Storage
  /** Of the job `greet`, which is due every full hour. */
  readonly settings?: Omit<OwnJob, 'job'>
  readonly run?: (context: JobContext<{ limit: number; loud: boolean }>) => Promise<JobResult>
  readonly cron?: Partial<CronOptions>
  readonly handler?: Partial<CronHandlerOptions>
}

/** An app with a job of its own, and a handler for its triggers. */
export function makeBench(options: BenchOptions = {}): Bench {
  const clock = fakeClock(options.at ?? '2026-11-21T12:10:00Z')
  const storage = options.storage ?? memoryStorage({ clock })
  const ran: Bench['ran'] = []
  const logged: unknown[] = []
  const note = (message: string, fields?: object) => void logged.push(message, fields)
  const logger: Logger = { ...silentLogger, warn: note, error: note }
  const greet: Job<{ limit: number; loud: boolean }> = {
    name: 'greet',
    description: 'Greets the fans of tonight',
    schedule: { cron: '0 * * * *' },
    options: z.strictObject({
      limit: z.int('write a whole number').min(1).max(100).default(10),
      loud: z.boolean().default(false),
    }),
    async run(context) {
      ran.push({ slotAt: context.slotAt.toISOString(), options: context.options })
      return options.run ? options.run(context) : { status: 'done', counts: { greeted: 3 } }
    },
  }
  const config = defineCron({
    setvote: createSetvote({ storage, clock }),
    ownJobs: [{ job: greet as unknown as Job, ...options.settings }],
    ...{ clock, logger, owner: 'web' },
    ...options.cron,
  })
  const handle = cronHandler({ config, secrets: secret, ...options.handler } as CronHandlerOptions)
  return { storage, clock, config, handle, ran, logged }
}

export interface CallOptions extends RequestInit {
  readonly secret?: string | null
}

export function request(path = '/cron/greet', { secret: own = secret, ...init }: CallOptions = {}): Request {
  const headers = new Headers(init.headers)
  if (own !== null) headers.set('authorization', `Bearer ${own}`)
  return new Request(`https://app.example.org${path}`, { ...init, headers })
}

export async function read(response: Response): Promise<{ readonly status: number; readonly body: Body }> {
  return { status: response.status, body: (await response.json()) as Body }
}

interface Body {
  readonly status: unknown
  readonly title?: string
  readonly detail?: string
  readonly slotAt?: string
  readonly run?: { readonly id: string; readonly status: string; readonly counts: object }
}

/** Waits, in real time, until something holds. */
export async function eventually(check: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (check()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error('it did not happen')
}
