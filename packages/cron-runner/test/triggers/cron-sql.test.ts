import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startMortalServer } from '../../../adapter-postgres/test/support/postgres-server.ts'
import { runSql } from '../../../adapter-postgres/test/support/run-sql.ts'
import { createSchedule } from '../../src/schedule/schedule.ts'
import { type CronSqlOptions, cronSql } from '../../src/triggers/cron-sql.ts'
import { evenGapOf, toDatabaseSchedule } from '../../src/triggers/database-schedule.ts'
import { quoteCommand, quoteText } from '../../src/triggers/sql-text.ts'
import { makeBench } from './support/fixture.ts'

const { config } = makeBench()
const url = 'https://app.example.org/cron'

/** What pg_cron, pg_net and the vault of Supabase offer, as far as the SQL uses it. */
const standIns = `
  create schema cron; create schema net; create schema vault;
  create table cron.job (jobid bigserial primary key, jobname text unique, schedule text, command text);
  create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
    insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
    on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
  create function cron.unschedule(job_id bigint) returns boolean language sql as $$
    delete from cron.job where jobid = job_id returning true $$;
  create table net.sent (url text, body jsonb, headers jsonb, timeout integer);
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}',
    headers jsonb default '{}', timeout_milliseconds integer default 5000) returns bigint language sql as $$
    insert into net.sent values (url, body, headers, timeout_milliseconds) returning 1::bigint $$;
  create table vault.decrypted_secrets (name text, decrypted_secret text);
  insert into vault.decrypted_secrets values ('setvote_cron_secret', 'correct-horse-battery-staple');`

describe('the SQL for pg_cron', () => {
  it('says what can be read', () => {
    const sql = cronSql({
      ...{ config, url, jobs: ['cleanup', 'calculate-trending'] },
      inDatabase: { 'calculate-trending': 'select setvote.refresh_trending_data()' },
    })
    expect(sql).toBe(`begin;
select cron.unschedule(jobid) from cron.job where starts_with(jobname, 'setvote ');
select cron.schedule('setvote cleanup', '0 5 * * *', $job$select net.http_post(
  url := 'https://app.example.org/cron/cleanup',
  headers := jsonb_build_object('content-type', 'application/json', 'authorization',
    'Bearer ' || (select decrypted_secret from vault.decrypted_secrets where name = 'setvote_cron_secret')),
  body := '{}'::jsonb,
  timeout_milliseconds := 60000
)$job$);
select cron.schedule('setvote calculate-trending', '*/30 * * * *', $job$select "setvote".run_slot('calculate-trending', date_bin(interval '1800 seconds', now(), timestamptz '1970-01-01T00:00:00.000Z'), 'select setvote.refresh_trending_data()')$job$);
commit;
`)
  })

  it('calls every enabled job, whatever their names hold', async ({ skip, onTestFinished }) => {
    const server = await startMortalServer(['fsync=off'])
    if (!server) {
      if (process.env.SETVOTE_REQUIRE_SERVICES === '1') throw new Error('no PostgreSQL was found')
      return skip('no PostgreSQL was found')
    }
    onTestFinished(() => server.stop())
    const query = <Row extends object>(sql: string) => runSql<Row>(server.url, sql)
    await query(standIns)
    const name = `odd ' \\ "; drop table net.sent; -- $job$ \n/ ünï`
    const [greet] = config.jobs.filter((job) => job.name === 'greet')
    const odd = { jobs: [...config.jobs, { ...greet!, name }] }
    const inDatabase = { 'calculate-trending': `select 'it''s'` }
    const sql = cronSql({ config: odd, url, inDatabase })
    await query(`select cron.schedule('setvote gone', '* * * * *', 'select 1')`)
    await query(`select cron.schedule('theirs', '* * * * *', 'select 1')`)
    for (const setting of ['off', 'on']) {
      await query(`alter database postgres set standard_conforming_strings = ${setting}`)
      await query(sql)
    }
    const rows = await query<{ jobname: string; command: string }>('select * from cron.job')
    const names = ['theirs', ...odd.jobs.filter(({ enabled }) => enabled).map((job) => `setvote ${job.name}`)]
    expect(rows.map(({ jobname }) => jobname).sort()).toEqual(names.sort())

    await query(rows.find(({ jobname }) => jobname === `setvote ${name}`)!.command)
    expect(await query('select * from net.sent')).toEqual([
      {
        url: `${url}/${encodeURIComponent(name)}`,
        body: {},
        headers: { 'content-type': 'application/json', authorization: 'Bearer correct-horse-battery-staple' },
        timeout: 60_000,
      },
    ])
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const quoted = `select ${quoteText(text)} as text, ${quoteCommand(text)} as command`
        expect(await query(quoted)).toEqual([{ text, command: text }])
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('holds no secret, and shows none on the way', () => {
    for (const bad of [
      'http://app.example.org/cron',
      'https://user:password@app.example.org/cron',
      'https://app.example.org/cron?secret=1',
      'ftp://app.example.org',
      '/cron',
    ]) {
      expect(() => cronSql({ config, url: bad })).toThrow(
        expect.objectContaining({ code: 'invalid-options' }),
      )
    }
    for (const good of ['http://web:3000/cron/', 'http://127.0.0.1:3000/cron', 'http://localhost/cron']) {
      expect(cronSql({ config, url: good, jobs: ['cleanup'] })).toContain('/cron/cleanup')
    }
  })

  it.each<[Partial<CronSqlOptions>, RegExp]>([
    [{ jobs: ['clean-up'] }, /cleanup/],
    [{ inDatabase: { 'clean-up': 'select 1' } }, /cleanup/],
    [{ timeoutMs: 0 }, /timeoutMs/],
  ])('refuses what cannot be meant: %j', (options, message) => {
    expect(() => cronSql({ config, url, ...options })).toThrow(message)
  })
})

describe('a schedule for pg_cron', () => {
  it.each([
    ['0 5 * * *', 'UTC', '0 5 * * *'],
    ['*/15 1-5,7 * JAN mon-fri', 'Etc/UTC', '*/15 1-5,7 * JAN mon-fri'],
    ['@daily', 'UTC', '0 0 * * *'],
    ['0 5 * * *', 'Europe/Berlin', '0 * * * *'],
    ['20 5 * * 1', 'America/New_York', '20 * * * *'],
    ['0 5 * * *', 'Asia/Kathmandu', '* * * * *'],
    ['0 5 L * *', 'UTC', '* * * * *'],
    ['30 0 5 * * *', 'UTC', '* * * * *'],
  ])('of %s %s is %s', (cron, timeZone, expected) => {
    expect(toDatabaseSchedule(createSchedule({ cron, timeZone }))).toBe(expected)
  })

  it.each([
    ['*/30 * * * *', 'UTC', 1_800_000],
    ['0 5 * * *', 'UTC', 86_400_000],
    ['0 3 * * 0', 'UTC', 604_800_000],
    ['*/7 * * * *', 'UTC', null],
    ['0 0 1 * *', 'UTC', null],
    ['0 5 * * *', 'Europe/Berlin', null],
    ['0 0 29 2 *', 'UTC', null],
  ])('%s %s is even by %s', (cron, timeZone, gapMs) => {
    expect(evenGapOf(createSchedule({ cron, timeZone }))?.gapMs ?? null).toBe(gapMs)
  })
})
