import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type ListeningSandbox, type SandboxOptions } from '@setvote/sdk/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  hasRedisServer,
  type RedisServer,
  startRedisServer,
} from '../../../packages/sdk/test/redis/support/redis-server.ts'
import { startChild } from '../../support/child.ts'
import type { AppTask, Order, Report } from './app-process.ts'
import type { Deeds } from './deeds.ts'

type AppDeeds = Deeds & { readonly lines: () => Promise<string[]> }
type Answer<Name extends keyof AppDeeds> = Awaited<ReturnType<AppDeeds[Name]>>

/** Another process, with all of setvote over Redis. */
export interface App {
  /** Has it do something; rejects when that fails there. One thing at a time. */
  ask<Name extends keyof AppDeeds>(deed: Name, ...args: Parameters<AppDeeds[Name]>): Promise<Answer<Name>>
  /** Closes setvote; resolves when the process has ended by itself. */
  close(): Promise<void>
}

export interface AppBench {
  readonly redis: RedisServer
  /** The services, over HTTP. */
  services(options?: SandboxOptions): Promise<ListeningSandbox>
  start(sandbox: ListeningSandbox, task?: Omit<AppTask, 'redisUrl' | 'credentials'>): App
  /** Waits until so many processes hear events of a topic. */
  heardBy(topic: string, processes: number): Promise<void>
}

const available = await hasRedisServer()

/** Tests of whole processes over one redis-server, which runs and is empty before each of them. */
export function describeApps(name: string, body: (bench: AppBench) => void): void {
  if (!available) {
    it.skip(`${name}: no redis-server was found`)
    return
  }
  describe(name, () => {
    const open: { close(): Promise<void> }[] = []
    let redis: RedisServer
    beforeAll(async () => {
      redis = await startRedisServer()
    })
    beforeEach(() => redis.admin.flushall())
    afterEach(async () => {
      await Promise.all(open.splice(0).map((each) => each.close()))
    })
    afterAll(() => redis.stop())
    body({
      get redis() {
        return redis
      },
      async services(options = {}) {
        const sandbox = await createSandbox({ limits: false, ...options }).listen()
        open.push(sandbox)
        return sandbox
      },
      start({ credentials }, task = {}) {
        const app = startApp({ redisUrl: redis.url, credentials, ...task })
        open.push(app)
        return app
      },
      heardBy: (topic, processes) =>
        eventually(async () => {
          const [, count] = await redis.admin.pubsub('NUMSUB', `{setvote}:events:${topic}`)
          return count === processes
        }),
    })
  })
}

/** How long a process may go on after everything in it was closed. */
const endsWithinMs = 3000

function startApp(task: AppTask): App {
  const child = startChild('../shared/support/app-process.ts', task)
  async function order(deed: string, args: readonly unknown[]): Promise<unknown> {
    child.tell({ deed, args } satisfies Order)
    const report = await child.hear<Report>()
    if ('failure' in report) throw new Error(`${deed}: ${report.failure}`)
    return report.value
  }
  let closing: Promise<void> | null = null
  async function close(): Promise<void> {
    await order('close', [])
    const ended = child.end().then(() => 'ended')
    const how = await Promise.race([ended, sleep(endsWithinMs, 'still there', { ref: false })])
    if (how !== 'ended') await child.kill()
    expect(how).toBe('ended')
  }
  return {
    ask: <Name extends keyof AppDeeds>(deed: Name, ...args: Parameters<AppDeeds[Name]>) =>
      order(deed, args) as Promise<Answer<Name>>,
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** Waits, in real time, until something holds. */
export async function eventually(check: () => Promise<boolean>, withinMs = 5000): Promise<void> {
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

/**
 * The most requests that came within almost a second: what leaves a second apart arrives a little closer when the
 * processes have to wait for a processor.
 */
export function mostInASecond(sandbox: ListeningSandbox): number {
  const instants = sandbox.calls().map(({ at }) => at.getTime())
  return Math.max(
    0,
    ...instants.map((from, index) => instants.slice(index).filter((at) => at - from < 900).length),
  )
}

export const attractionsOf = ({ world }: ListeningSandbox): string[] =>
  world.artists.flatMap(({ attractionId }) => attractionId ?? [])
