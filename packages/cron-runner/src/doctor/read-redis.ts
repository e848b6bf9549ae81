import type { Clock } from '@setvote/sdk'
import type { ClockFacts, RedisFacts } from './patient.ts'

/** The part of an ioredis client that is used. */
export interface DoctorRedis {
  info(): Promise<string>
  time(): Promise<readonly (string | number)[]>
  config?(subcommand: 'GET', parameter: string): Promise<unknown>
  disconnect?(): void
}

export async function openRedis(url: string): Promise<DoctorRedis> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 5_000 })
  // The question that is on its way says the same.
  client.on('error', () => {})
  return client as DoctorRedis
}

export async function readRedis(
  redis: DoctorRedis,
  clock: Clock,
  note: (clock: ClockFacts) => void,
): Promise<RedisFacts> {
  const info = await redis.info()
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const before = clock.now().getTime()
  const [seconds = 0, micros = 0] = await redis.time()
  const tookMs = clock.now().getTime() - before
  const serverMs = Number(seconds) * 1000 + Number(micros) / 1000
  note({ of: 'Redis', aheadMs: serverMs - (before + tookMs / 2), within: tookMs / 2 + 10 })
  return {
    version: field('redis_version'),
    role: field('role'),
    evictionPolicy: field('maxmemory_policy'),
    usedBytes: Number(field('used_memory')),
    maxBytes: Number(field('maxmemory')),
    isPersistent: field('aof_enabled') === '1' || (await savesNow(redis)),
    lastSaveFailed: field('rdb_last_bgsave_status') === 'err' || field('aof_last_write_status') === 'err',
  }
}

/** Null where a provider does not let anybody ask. */
async function savesNow(redis: DoctorRedis): Promise<boolean | null> {
  try {
    const answer = await redis.config?.('GET', 'save')
    return Array.isArray(answer) && answer.length > 1 ? answer[1] !== '' : null
  } catch {
    return null
  }
}
