import { PGlite } from '@electric-sql/pglite'
import { memoryStorage } from '@setvote/adapter-memory'
import { type PostgresStorage, postgresStorage } from '@setvote/adapter-postgres'
import { RateLimitError } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { done, ownCron, ownJob } from './own-cron.ts'

const { env } = process

async function openStorage(): Promise<Storage> {
  if (env.STORAGE === 'memory') return memoryStorage()
  if (env.STORAGE !== 'pglite') return postgresStorage({ connectionString: env.DATABASE_URL! })
  const pglite = new PGlite(env.PGLITE_FOLDER!)
  const storage: PostgresStorage = postgresStorage({ pglite })
  await storage.migrate()
  const close = async () => {
    await storage.close()
    await pglite.close()
  }
  return { ...storage, close }
}

const retryAt = new Date('2030-01-01T00:00:00Z')
const facts = { service: 'setlistfm', endpoint: 'GET /x', scope: 'day', retryAt } as const
const storage = await openStorage()
const config = ownCron(storage, [
  ownJob(async ({ options }) => ({ status: 'done', counts: { limit: options.limit } }), {
    name: 'counts-things',
  }),
  ownJob(() => Promise.reject(new Error('connect postgres://app:hunter2@db failed')), {
    name: 'fails',
    enabled: false,
  }),
  ownJob(() => Promise.reject(new RateLimitError('the day is used up', facts)), {
    name: 'defers',
    enabled: false,
  }),
  ownJob(async () => done, { name: 'night', schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }),
])
export default { ...config, setvote: { ...config.setvote, close: () => storage.close() } }
