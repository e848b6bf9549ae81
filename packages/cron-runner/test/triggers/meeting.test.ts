import { systemClock } from '@setvote/sdk'
import { expect, it } from 'vitest'
import { postgresStorage } from '../../../adapter-postgres/src/index.ts'
import { startMortalServer } from '../../../adapter-postgres/test/support/postgres-server.ts'
import { runSql } from '../../../adapter-postgres/test/support/run-sql.ts'
import { createRunner } from '../../src/runner/create-runner.ts'
import { cronSql } from '../../src/triggers/cron-sql.ts'
import { makeBench, request } from './support/fixture.ts'

it('a platform, runners, people and the database meet in one slot: it is run once', async ({
  skip,
  onTestFinished,
}) => {
  const server = await startMortalServer(['fsync=off'])
  if (!server) {
    if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error('no PostgreSQL was found')
    return skip('no PostgreSQL was found')
  }
  onTestFinished(() => server.stop())
  const now = systemClock.now()
  // Far from a slot, whenever this test runs.
  const schedule = `0 ${(now.getUTCHours() + 12) % 24} * * *`
  const owner = postgresStorage({ connectionString: server.url })
  await owner.migrate()
  // Runners have known the job for long.
  const since = new Date(now.getTime() - 7 * 86_400_000).toISOString()
  await owner.settings.set('cron.since.greet', { since, schedule: `${schedule} UTC` })
  await owner.close()
  const processes = [1, 2, 3].map((number) => {
    const storage = postgresStorage({ connectionString: server.url })
    onTestFinished(() => storage.close())
    const bench = makeBench({
      storage,
      at: now.toISOString(),
      settings: { schedule },
      run: async () => ({ status: 'done', counts: { number } }),
    })
    return { ...bench, runner: createRunner(bench.config) }
  })
  const [first] = processes
  // What pg_cron would run in the database.
  const [, command = ''] =
    /\$job\$(select "setvote"\.run_slot.*?)\$job\$/s.exec(
      cronSql({
        ...{ config: first!.config, url: 'https://app.example.org/cron', jobs: [] },
        inDatabase: { greet: `select 1` },
      }),
    ) ?? []
  await Promise.all([
    ...processes.flatMap(({ handle, runner }) => [
      handle(request()),
      handle(request('/cron/greet', { method: 'POST' })),
      runner.tick({ jobs: ['greet'] }),
    ]),
    runSql(server.url, command),
    runSql(server.url, command),
  ])
  const runs = await first!.storage.jobs.recent({ job: 'greet' })
  expect(runs).toHaveLength(1)
  expect(runs[0]).toMatchObject({ status: 'succeeded', fence: 1 })
  const logs = await runSql(server.url, `select trigger from setvote.cron_logs where job = 'greet'`)
  expect(logs).toEqual([{ trigger: runs[0]!.trigger }])
  const ran = processes.flatMap((each) => each.ran)
  expect(ran).toHaveLength(runs[0]!.trigger === 'database' ? 0 : 1)
}, 60_000)
