import { createSetvote, hours, minutes, StorageError, seconds, systemClock } from '@setvote/sdk'
import type { Storage } from '@setvote/sdk/storage'
import { fakeClock } from '@setvote/sdk/testing'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../../adapter-memory/src/index.ts'
import { postgresStorage } from '../../../adapter-postgres/src/index.ts'
import { startMortalServer } from '../../../adapter-postgres/test/support/postgres-server.ts'
import { runSql } from '../../../adapter-postgres/test/support/run-sql.ts'
import { startTransactionPooler } from '../../../adapter-postgres/test/support/transaction-pooler.ts'
import { hasRedisServer, startRedisServer } from '../../../sdk/test/redis/support/redis-server.ts'
import { type CronConfig, type CronOptions, defineCron } from '../../src/config/define-cron.ts'
import type { ScheduledJob } from '../../src/config/job-settings.ts'
import { doctor } from '../../src/doctor/doctor.ts'
import type { DoctorFinding } from '../../src/doctor/doctor-finding.ts'
import type { DoctorOptions } from '../../src/doctor/doctor-options.ts'

const at = '2026-11-21T12:10:00Z'

function configOf({ storage = memoryStorage(), ...more }: { storage?: Storage } & Partial<CronOptions> = {}) {
  const clock = more.clock ?? fakeClock(at)
  const setvote = createSetvote({
    ...{ storage, clock },
    spotify: { clientId: 'id', clientSecret: 'secret' },
    ticketmaster: { apiKey: 'key' },
    setlistfm: { apiKey: 'key' },
  })
  const alerts = [{ name: 'pager', send: async () => {} }]
  return defineCron({ setvote, clock, alerts, ...more })
}

/** Everything of which one check says so. */
async function ask(config: CronConfig, check: string, options: DoctorOptions = {}): Promise<string[]> {
  const findings = await doctor(config, options)
  return findings
    .filter((finding) => finding.check === check)
    .map(({ status, title }) => `${status}: ${title}`)
}

const change = (config: CronConfig, name: string, settings: Partial<ScheduledJob>): CronConfig => ({
  ...config,
  jobs: config.jobs.map((job) => (job.name === name ? { ...job, ...settings } : job)),
})

describe('the doctor', () => {
  it('puts what is bad first, and says what to do about it', async () => {
    const findings = await doctor(configOf({ alerts: [] }), { nodeVersion: '20.1.0' })
    const rank = { problem: 0, warning: 1, ok: 2 }
    const ranks = findings.map(({ status }: DoctorFinding) => rank[status])
    expect(ranks).toEqual([...ranks].sort())
    expect(new Set(ranks).size).toBe(3)
    for (const { status, advice } of findings) expect(advice === null).toBe(status === 'ok')
  })

  it('looks at the version of Node', async () => {
    expect(await ask(configOf(), 'node')).toEqual([])
    expect(await ask(configOf(), 'node', { nodeVersion: '22.18.0' })).toEqual(['ok: Node 22.18.0'])
    expect(await ask(configOf(), 'node', { nodeVersion: 'v22.17.9' })).toEqual([
      'problem: Node v22.17.9 is too old',
    ])
  })

  it('looks for the keys of services', async () => {
    expect(await ask(configOf(), 'service-keys')).toEqual(['ok: Every service that needs a key has one'])
    const bare = configOf({ setvote: createSetvote({ storage: memoryStorage() }) })
    const env = { SPOTIFY_CLIENT_ID: 'half', TICKETMASTER_API_KEY: '' }
    const findings = (await doctor(bare, { env })).filter(({ check }) => check === 'service-keys')
    expect(findings.map(({ status, advice }) => `${status}: ${advice}`)).toEqual([
      'problem: Set SPOTIFY_CLIENT_SECRET too.',
      'warning: Set TICKETMASTER_API_KEY, and give them to createSetvote.',
      'warning: Set SETLISTFM_API_KEY, and give them to createSetvote.',
    ])
  })

  it.each([
    [{}, []],
    [{ VERCEL: '1' }, ['problem: CRON_SECRET is not set, and VERCEL says that jobs are called over HTTP']],
    [{ CRON_SECRET: 'hunter2' }, ['problem: CRON_SECRET is short, or has spaces, line ends or odd signs']],
    [
      { CRON_SECRET: 'correct-horse-battery-staple\n' },
      ['problem: CRON_SECRET is short, or has spaces, line ends or odd signs'],
    ],
    [{ VERCEL: '1', CRON_SECRET: 'correct-horse-battery-staple' }, ['ok: CRON_SECRET is set']],
  ])('looks for the secret of triggers: %j', async (env, expected) => {
    const findings = await doctor(configOf(), { env })
    expect(await ask(configOf(), 'cron-secret', { env })).toEqual(expected)
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|correct-horse/)
  })

  it('asks who is told', async () => {
    expect(await ask(configOf(), 'told-people')).toEqual(['ok: Alerts go to pager'])
    expect(await ask(configOf({ alerts: [] }), 'told-people')).toEqual([
      'warning: Nobody is told when a job fails',
    ])
    expect(await ask(configOf({ evaluateEveryMs: null }), 'told-people')).toEqual([
      'warning: Nobody looks whether something is wrong: evaluateEveryMs is null',
    ])
  })

  it('looks for jobs without a schedule, and for those that are never due again', async () => {
    expect(await ask(configOf(), 'schedules')).toEqual(['ok: 10 jobs have a schedule'])
    const some = configOf({
      jobs: { cleanup: { enabled: false }, 'master-sync': { schedule: '0 0 29 2 *' } },
    })
    expect(await ask(some, 'schedules')).toEqual(['warning: Without a schedule: cleanup'])
    const none = { ...some, jobs: some.jobs.map((job) => ({ ...job, enabled: false })) }
    expect(await ask(none, 'schedules')).toEqual(['problem: No job has a schedule'])
    const [job] = some.jobs
    const over = change(some, job!.name, { schedule: { ...job!.schedule, nextAfter: () => null } })
    expect(await ask(over, 'schedules')).toContain(`problem: ${job!.name} is never due again (0 */6 * * *)`)
  })

  it('looks whether anybody serves the schedules', async () => {
    const storage = memoryStorage()
    const config = configOf({ storage })
    expect(await ask(config, 'served-schedules')).toEqual([
      expect.stringMatching(/^warning: Nobody ran what was last due: update-active-artists, .*cleanup$/),
    ])
    for (const { name, schedule } of config.jobs) {
      const slotAt = schedule.previousAtOrBefore(new Date(at))!
      await storage.jobs.claimSlot({
        ...{ job: name, slotAt, owner: 'one', trigger: 'schedule', at: slotAt, leaseMs: 1000 },
      })
    }
    expect(await ask(config, 'served-schedules')).toEqual(['ok: Every job was run when it was last due'])
  })

  it('looks for time zones that this machine does not know', async () => {
    const config = configOf({ timeZone: 'Europe/Berlin' })
    expect(await ask(config, 'time-zones')).toEqual(['ok: Schedules are meant in Europe/Berlin'])
    const cleanup = config.jobs.find(({ name }) => name === 'cleanup')!
    const odd = change(config, 'cleanup', { schedule: { ...cleanup.schedule, timeZone: 'Mars/Olympus' } })
    expect(await ask(odd, 'time-zones')).toEqual([
      `problem: This machine does not know the time zone 'Mars/Olympus'`,
    ])
  })

  it('looks for graces that do not fit the gap between runs', async () => {
    expect(await ask(configOf(), 'windows')).toEqual(['ok: Graces fit the schedules'])
    const tight = configOf({
      jobs: {
        'calculate-trending': { schedule: '* * * * *' },
        'sync-artist-data': { jitterMs: hours(1) },
        cleanup: { catchUpMs: hours(1) },
        'master-sync': { catchUpMs: 0, missed: 'skip', alerts: { startGraceMs: hours(25) } },
      },
    })
    expect(await ask(tight, 'windows')).toEqual([
      'problem: sync-artist-data: jitter of 1 h, and it is due every 1 h: runs overtake each other',
      'warning: calculate-trending: a grace of 5 min, and it is due every 1 min: a missed run is told after the next',
      'warning: master-sync: a grace of 25 h, and it is due every 1 d: a missed run is told after the next',
      'warning: cleanup: a missed run is made up for within 1 h, and it is due every 1 d: a longer outage leaves it out',
    ])
  })

  it('looks for runs that may last longer than until the next', async () => {
    const config = configOf({ jobs: { 'calculate-trending': { maxRunMs: minutes(30) } } })
    expect(await ask(config, 'run-lengths')).toEqual(['ok: No run may last longer than until the next'])
    const long = change(config, 'sync-artist-data', { maxRunMs: hours(2) })
    expect(await ask(long, 'run-lengths')).toEqual([
      'warning: sync-artist-data: a run that hangs keeps others off for 2 h, and it is due every 1 h',
    ])
    expect(await ask(change(long, 'sync-artist-data', { overlap: 'cancel' }), 'run-lengths')).toEqual([
      'ok: No run may last longer than until the next',
    ])
  })

  it('looks for leases that are shorter than clocks are apart, and than signs of life need', async () => {
    expect(await ask(configOf(), 'leases')).toEqual(['ok: Leases outlast clocks and signs of life'])
    const config = configOf({
      jobs: {
        cleanup: { leaseMs: seconds(10), heartbeatMs: seconds(6) },
        'master-sync': { leaseMs: minutes(1) },
      },
    })
    expect(await ask(config, 'leases')).toEqual([
      'warning: cleanup: a sign of life every 6 s in a lease of 10 s: one slow answer of the database loses a run',
    ])
    const odd = change(config, 'cleanup', { heartbeatMs: seconds(10) })
    expect(await ask(odd, 'leases')).toEqual(['problem: cleanup: its lease ends before a sign of life'])
    const redis = { info: async () => '', time: async () => [Date.parse(at) / 1000 + 90, 0] }
    expect(await ask(config, 'leases', { redis })).toEqual([
      'problem: master-sync: a lease of 1 min, and clocks are further apart: another runner may begin while a run goes on',
      'problem: cleanup: a lease of 10 s, and clocks are further apart: another runner may begin while a run goes on',
      'warning: cleanup: a sign of life every 6 s in a lease of 10 s: one slow answer of the database loses a run',
    ])
  })

  it('compares clocks with those of the services', async () => {
    const asked: string[] = []
    const dates: Record<string, Record<string, string>> = {
      'api.spotify.com': { date: 'Sat, 21 Nov 2026 12:10:45 GMT' },
      'app.ticketmaster.com': { date: 'Sat, 21 Nov 2026 12:09:50 GMT' },
      'api.setlist.fm': { date: 'Sat, 21 Nov 2026 10:00:00 GMT', age: '7800' },
    }
    const fetch = (async (url: string, { method }: RequestInit) => {
      asked.push(`${method} ${url}`)
      return new Response(null, { status: 401, headers: dates[new URL(url).hostname] ?? {} })
    }) as typeof globalThis.fetch
    expect(await ask(configOf(), 'clocks', { fetch })).toEqual([
      'problem: The clock of spotify is 46 s ahead of that of this machine',
      'warning: The clock of ticketmaster is 10 s behind that of this machine',
    ])
    expect(asked.sort()).toEqual([
      'HEAD https://api.setlist.fm/',
      'HEAD https://api.spotify.com/',
      'HEAD https://app.ticketmaster.com/',
    ])
    const away = (() => Promise.reject(new TypeError('fetch failed'))) as typeof globalThis.fetch
    expect(await ask(configOf(), 'clocks', { fetch: away })).toEqual([])
  })

  it('goes on where nothing answers, and tells no password', async () => {
    const memory = memoryStorage()
    const recent = () => Promise.reject(new StorageError('gone'))
    const storage = { ...memory, jobs: { ...memory.jobs, recent } }
    const env = { REDIS_URL: 'redis://:very-secret@127.0.0.1:1' }
    const findings = await doctor(configOf({ storage }), { env })
    expect(findings.filter(({ check }) => check === 'served-schedules')).toEqual([])
    expect(findings.find(({ check }) => check === 'redis-server')).toMatchObject({
      status: 'problem',
      title: expect.stringMatching(/^Redis does not answer: /),
    })
    expect(JSON.stringify(findings)).not.toContain('very-secret')
  })
})

describe.skipIf(!(await hasRedisServer()))('the doctor on a Redis', () => {
  it.each([
    [
      ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
      ['problem: Redis forgets when it is full (allkeys-lru): queues, budgets and circuits too'],
      ['warning: Redis keeps nothing over a restart'],
    ],
    [
      ['--maxmemory-policy', 'volatile-ttl', '--save', '60 1'],
      ['warning: Redis would forget as soon as it had a memory limit (volatile-ttl)'],
      [expect.stringMatching(/^ok: Redis .* takes writes and keeps them$/)],
    ],
    [
      ['--maxmemory', '100mb', '--appendonly', 'yes'],
      ['ok: Redis forgets nothing'],
      [expect.stringMatching(/^ok: Redis .* takes writes and keeps them$/)],
    ],
    [
      ['--maxmemory', '1200kb', '--replicaof', '127.0.0.1', '1'],
      [expect.stringMatching(/^warning: Redis is \d+ % full/)],
      ['problem: This Redis is a replica and takes no writes', 'warning: Redis keeps nothing over a restart'],
    ],
    [[], ['warning: Redis has no memory limit'], ['warning: Redis keeps nothing over a restart']],
  ])('with %j', async (settings, eviction, server) => {
    const redis = await startRedisServer(settings)
    try {
      const config = configOf({ clock: systemClock })
      const env = { REDIS_URL: redis.url }
      expect(await ask(config, 'redis-eviction', { env })).toEqual(eviction)
      expect(await ask(config, 'redis-server', { redis: redis.admin })).toEqual(server)
      expect(await ask(config, 'clocks', { env })).toEqual(['ok: The clock of Redis goes with ours'])
    } finally {
      await redis.stop()
    }
  })

  it('that is old, could not save, or does not let itself be asked', async () => {
    const info = 'redis_version:5.0.14\r\nrole:master\r\nrdb_last_bgsave_status:err\r\naof_enabled:0\r\n'
    const redis = {
      info: async () => info,
      time: async () => ['1763726400', '0'],
      config: () => Promise.reject(new Error('NOPERM')),
    }
    expect(await ask(configOf(), 'redis-server', { redis })).toEqual([
      'problem: Redis 5.0.14 is too old',
      'problem: Redis could not save its data',
    ])
  })
})

describe('the doctor on a PostgreSQL server', () => {
  it('looks at its schema, its clock, a pooler, a replica, and its absence', async ({
    skip,
    onTestFinished,
  }) => {
    const server = await startMortalServer(['fsync=off'])
    if (!server) {
      if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error('no PostgreSQL was found')
      return skip('no PostgreSQL was found')
    }
    onTestFinished(() => server.stop())
    const open = (connectionString: string) => {
      const storage = postgresStorage({ connectionString })
      onTestFinished(() => storage.close())
      return { storage, config: configOf({ storage, clock: systemClock }) }
    }
    const { storage, config } = open(server.url)
    expect(await ask(config, 'postgres-schema')).toEqual([
      'problem: There is no schema of setvote in the database',
    ])
    await storage.migrate()
    expect(await ask(config, 'postgres-schema')).toEqual(['ok: The schema is current'])
    expect(await ask(config, 'postgres-server')).toEqual([
      expect.stringMatching(/^ok: PostgreSQL \d+ takes writes$/),
    ])
    expect(await ask(config, 'postgres-pooler')).toEqual([
      'ok: Connections to PostgreSQL keep what they set up',
    ])
    expect(await ask(config, 'clocks')).toEqual(['ok: The clock of PostgreSQL goes with ours'])

    await runSql(server.url, `delete from setvote.schema_migrations where name = '0010-row-security'`)
    expect(await ask(config, 'postgres-schema')).toEqual(['problem: The schema lacks 0010-row-security'])
    await runSql(
      server.url,
      `insert into setvote.schema_migrations values ('0010-row-security', ''), ('9999-later', '')`,
    )
    expect(await ask(config, 'postgres-schema')).toEqual([
      'problem: The schema is newer than this version (9999-later)',
    ])

    const pooler = await startTransactionPooler(server.url)
    onTestFinished(() => pooler.stop())
    expect(await ask(open(pooler.url).config, 'postgres-pooler')).toEqual([
      'warning: A pooler in transaction mode is before PostgreSQL: LISTEN hears nothing',
    ])

    await runSql(server.url, 'alter database postgres set default_transaction_read_only = on')
    expect(await ask(open(server.url).config, 'postgres-server')).toEqual([
      'problem: This PostgreSQL server is set to read-only and takes no writes',
    ])
    await server.kill()
    expect(await ask(config, 'postgres-server')).toEqual([
      expect.stringMatching(/^problem: PostgreSQL: The connection to PostgreSQL failed/),
    ])
  }, 60_000)

  it('knows the port of a pooler, an old version, and a clock that differs', async () => {
    const memory = memoryStorage()
    const facts = {
      ...{ version: 140_010, isReplica: true, isReadOnly: true, clockAheadMs: -3_000, port: 6543 },
      sessions: 'unknown',
    }
    const status = async () => ({ state: 'current', pending: [], unknown: [] })
    const config = (more: object = {}) =>
      configOf({ storage: { ...memory, examine: async () => ({ ...facts, ...more }), status } as Storage })
    expect(await ask(config(), 'postgres-pooler')).toEqual([
      'warning: Port 6543 is that of poolers in transaction mode',
    ])
    expect(await ask(config(), 'postgres-server')).toEqual([
      'problem: This PostgreSQL server is a replica and takes no writes',
    ])
    expect(await ask(config({ isReplica: false, isReadOnly: false }), 'postgres-server')).toEqual([
      'problem: PostgreSQL 14 is too old',
    ])
    expect(await ask(config(), 'clocks')).toEqual([
      'warning: The clock of PostgreSQL is 3 s behind that of this machine',
    ])
  })
})
