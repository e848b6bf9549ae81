import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisHealth } from '@setvote/sdk/redis'
import { createSandbox, type ListeningSandbox, type SandboxOptions } from '@setvote/sdk/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  hasRedisServer,
  type RedisServer,
  startRedisServer,
} from '../../../packages/sdk/test/redis/support/redis-server.ts'
import { startChild } from '../../support/child.ts'
import type { AppTask, Order, Report } from './app-process.ts'
import type { Deeds } from './deeds.ts'
import { openSlowLink, type SlowLink } from './slow-link.ts'

type AppDeeds = Deeds & {
  readonly redisHealth: () => Promise<RedisHealth>
  /** What was logged from `info` up, with the service that it is about. */
  readonly lines: () => Promise<string[]>
  /** Everything that was logged, as text. */
  readonly logged: () => Promise<string>
}
type Answer<Name extends keyof AppDeeds> = Awaited<ReturnType<AppDeeds[Name]>>
type TaskOptions = Omit<AppTask, 'redisUrl' | 'credentials'>

/** Another process, with all of setvote. */
export interface App {
  /** Has it do something; rejects when that fails there. One thing at a time. */
  ask<Name extends keyof AppDeeds>(deed: Name, ...args: Parameters<AppDeeds[Name]>): Promise<Answer<Name>>
  /** Closes setvote; resolves when the process has ended by itself and has logged no secret. */
  close(): Promise<void>
  /** Ends it as a crash does. */
  kill(): Promise<void>
}

export interface AppBench {
  /** The services, over HTTP. */
  services(options?: SandboxOptions): Promise<ListeningSandbox>
  start(sandbox: ListeningSandbox, task?: TaskOptions): App
}

export interface RedisAppBench extends AppBench {
  readonly redis: RedisServer
  /** Processes that start from now on wait so long for each of Redis's answers. */
  slowDown(delayMs: () => number): Promise<void>
  /** Waits until so many processes hear events of a topic. */
  heardBy(topic: string, processes: number): Promise<void>
}

const available = await hasRedisServer()
const password = 'hush-nobody-may-read-this'

/** Tests of whole processes, with a redis-server of their own for each of them, which asks for a password. */
export function describeApps(name: string, body: (bench: RedisAppBench) => void): void {
  if (!available) {
    it.skip(`${name}: no redis-server was found`)
    return
  }
  describe(name, () => {
    let redis: RedisServer
    let link: SlowLink | null = null
    beforeEach(async () => {
      redis = await startRedisServer(['--user', 'app', 'on', `>${password}`, '~*', '&*', '+@all'])
      return async () => {
        await link?.close()
        link = null
        await redis.stop()
      }
    })
    const bench = useApps(() => {
      const url = new URL(redis.url.replace('//', `//app:${password}@`))
      if (link) url.port = String(link.port)
      return url.href
    })
    body({
      ...bench,
      get redis() {
        return redis
      },
      async slowDown(delayMs) {
        link = await openSlowLink(Number(new URL(redis.url).port), delayMs)
      },
      heardBy: (topic, processes) =>
        eventually(async () => {
          const [, count] = await redis.admin.pubsub('NUMSUB', `{setvote}:events:${topic}`)
          return count === processes
        }),
    })
  })
}

/** Whole processes, which are closed after each test. Without a Redis they have no shared layer. */
export function useApps(redisUrlOf: () => string | null = () => null): AppBench {
  const sandboxes: ListeningSandbox[] = []
  const apps: App[] = []
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((each) => each.close()))
    await Promise.all(sandboxes.splice(0).map((each) => each.close()))
  })
  return {
    async services(options = {}) {
      const sandbox = await createSandbox({ limits: false, ...options }).listen()
      sandboxes.push(sandbox)
      return sandbox
    },
    start({ credentials }, task = {}) {
      const app = startApp({ redisUrl: redisUrlOf(), credentials, ...task })
      apps.push(app)
      return app
    },
  }
}

/** How long a process may go on after everything in it was closed. */
const endsWithinMs = 3000

function startApp(task: AppTask): App {
  const child = startChild('../shared/support/app-process.ts', task)
  const { spotify, ticketmaster, setlistfm } = task.credentials
  const secrets = [password, spotify.clientSecret, ticketmaster.apiKey, setlistfm.apiKey]
  async function order(deed: string, args: readonly unknown[]): Promise<unknown> {
    child.tell({ deed, args } satisfies Order)
    const report = await child.hear<Report>()
    if ('failure' in report) throw new Error(`${deed}: ${report.failure}`)
    return report.value
  }
  let closing: Promise<void> | null = null
  async function close(): Promise<void> {
    const logged = await order('logged', [])
    await order('close', [])
    const ended = child.end().then(() => 'ended')
    const how = await Promise.race([ended, sleep(endsWithinMs, 'still there', { ref: false })])
    if (how !== 'ended') await child.kill()
    expect(how).toBe('ended')
    for (const secret of secrets) expect(logged).not.toContain(secret)
  }
  return {
    ask: <Name extends keyof AppDeeds>(deed: Name, ...args: Parameters<AppDeeds[Name]>) =>
      order(deed, args) as Promise<Answer<Name>>,
    close() {
      closing ??= close()
      return closing
    },
    kill() {
      closing ??= child.kill()
      return closing
    },
  }
}

/** Waits, in real time, until something holds. */
export async function eventually(check: () => Promise<boolean>, withinMs = 8000): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await check())) {
    if (performance.now() > until) throw new Error('it did not happen')
    await sleep(10)
  }
}

/** What the sandbox was asked for, tokens left out; each request as often as it came. */
export const requestsOf = (sandbox: ListeningSandbox): string[] =>
  sandbox
    .calls()
    .filter(({ service }) => service !== 'spotify-accounts')
    .map(({ service, path, query }) => `${service} ${path} ${JSON.stringify(query)}`)

/** How often the request that came most often came. */
export function mostOfOne(requests: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const request of requests) counts.set(request, (counts.get(request) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

/**
 * The most requests to Ticketmaster that came within almost a second: what leaves a second apart arrives a little
 * closer when the processes have to wait for a processor.
 */
export function mostInASecond(sandbox: ListeningSandbox): number {
  const calls = sandbox.calls().filter(({ service }) => service === 'ticketmaster')
  const instants = calls.map(({ at }) => at.getTime())
  return Math.max(
    0,
    ...instants.map((from, index) => instants.slice(index).filter((at) => at - from < 900).length),
  )
}

export const attractionsOf = ({ world }: ListeningSandbox): string[] =>
  world.artists.flatMap(({ attractionId }) => attractionId ?? [])
