import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createSetvote,
  outsideMonitor,
  pagerDuty,
  type SetvoteOptions,
  type SharedLayer,
  slack,
} from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { type CronConfig, defineCron } from '../config/define-cron.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** The part of `@setvote/adapter-postgres` that is used here. */
interface PostgresAdapter {
  postgresStorage(options: { readonly connectionString: string }): Storage
}

const adapter = '@setvote/adapter-postgres'

/**
 * A config of environment variables alone: every job of setvote by its own schedule, on PostgreSQL.
 *
 * @throws UsageError for variables that are half set, and for a package that is not installed.
 */
export async function configFromEnvironment({
  env,
  folder,
}: Pick<Terminal, 'env' | 'folder'>): Promise<CronConfig> {
  const services = servicesOf(env)
  const { postgresStorage } = (await load(adapter, folder)) as PostgresAdapter
  const storage = postgresStorage({ connectionString: env.DATABASE_URL! })
  const shared = env.REDIS_URL ? await redisOf(env.REDIS_URL) : null
  return defineCron({
    setvote: createSetvote({ storage, ...services, ...(shared && { shared }) }),
    timeZone: env.CRON_TIME_ZONE,
    owner: env.CRON_OWNER,
    alerts: [
      ...(env.SLACK_WEBHOOK_URL ? [slack({ webhookUrl: env.SLACK_WEBHOOK_URL })] : []),
      ...(env.PAGERDUTY_ROUTING_KEY ? [pagerDuty({ routingKey: env.PAGERDUTY_ROUTING_KEY })] : []),
    ],
    pings: env.OUTSIDE_MONITOR_URL ? [outsideMonitor({ url: env.OUTSIDE_MONITOR_URL })] : [],
  })
}

type Services = Pick<SetvoteOptions, 'spotify' | 'ticketmaster' | 'setlistfm' | 'musicbrainz'>

function servicesOf(env: Terminal['env']): Services {
  const { SPOTIFY_CLIENT_ID: clientId, SPOTIFY_CLIENT_SECRET: clientSecret } = env
  if (Boolean(clientId) !== Boolean(clientSecret)) {
    const [set, missing] = clientId
      ? ['SPOTIFY_CLIENT_ID', 'SPOTIFY_CLIENT_SECRET']
      : ['SPOTIFY_CLIENT_SECRET', 'SPOTIFY_CLIENT_ID']
    throw new UsageError(`${set} is set and ${missing} is not: set both, or neither`)
  }
  return {
    ...(clientId && clientSecret && { spotify: { clientId, clientSecret } }),
    ...(env.TICKETMASTER_API_KEY && { ticketmaster: { apiKey: env.TICKETMASTER_API_KEY } }),
    ...(env.SETLISTFM_API_KEY && { setlistfm: { apiKey: env.SETLISTFM_API_KEY } }),
    ...(env.MUSICBRAINZ_USER_AGENT && { musicbrainz: { userAgent: env.MUSICBRAINZ_USER_AGENT } }),
  }
}

async function redisOf(url: string): Promise<SharedLayer> {
  try {
    const { redisLayer } = await import('@setvote/sdk/redis')
    return redisLayer({ url })
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new UsageError('REDIS_URL is set, and ioredis is not installed: npm install ioredis')
  }
}

/** A package of the app, else of whoever installed this one. */
async function load(name: string, folder: string): Promise<unknown> {
  try {
    const entry = createRequire(join(folder, 'package.json')).resolve(name)
    return await import(pathToFileURL(entry).href)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  try {
    return await import(name)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new UsageError(`DATABASE_URL is set, and ${name} is not installed: npm install ${name}`)
  }
}

const isMissing = (error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes((error as { code?: string }).code ?? '')
