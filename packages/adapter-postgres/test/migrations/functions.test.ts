import { artistDraft, setlistDraft, showDraft } from '@setvote/sdk/conformance'
import { defaultTrendingOptions, type Storage } from '@setvote/sdk/storage'
import { describe, expect, it } from 'vitest'
import { trendingDefaults } from '../../src/migrations/0009-functions.ts'
import { servers, useDatabase } from '../support/test-database.ts'

const today = new Date().toISOString().slice(0, 10)

describe.for(servers)('functions for plain SQL on $name', (server) => {
  const database = useDatabase(server)

  /** Calls a function; the value it answers, or its only row. */
  const call = async (expression: string): Promise<unknown> => {
    const [row] = await database.sql<{ answer: unknown }>(`select ${expression} as answer`)
    return row?.answer
  }

  /** Two shows of two artists tonight, with five ballots on the first, one of them quarantined. */
  const setScene = async (storage: Storage) => {
    for (const id of ['a', 'b']) {
      await storage.artists.save(artistDraft({ id }))
      await storage.shows.save(showDraft({ id: `show of ${id}`, localDate: today }))
      await storage.setlists.save(
        setlistDraft({ artistId: id, showId: `show of ${id}`, songs: [{ title: 'Low Tide' }] }),
      )
    }
    await database.sql(`
      insert into setvote.votes (user_id, setlist_song_id, quarantine_reason)
      select 'fan ' || i, id, case when i = 5 then 'burst' end
      from generate_series(1, 5) i, setvote.setlist_songs where show_id = 'show of a'`)
  }

  it('get_vote_stats counts all, a show, an artist, a period', async () => {
    await setScene(await database.open())
    const count = async (args: string) =>
      (
        await database.sql<{ counts: string }>(
          `select concat_ws(' ', upvotes, quarantined, fans) as counts from setvote.get_vote_stats(${args})`,
        )
      )[0]?.counts
    expect(await count('')).toBe('4 1 4')
    expect(await count(`'show of a'`)).toBe('4 1 4')
    expect(await count(`p_artist_id => 'a'`)).toBe('4 1 4')
    expect(await count(`'show of a', 'a'`)).toBe('4 1 4')
    expect(await count(`'show of b'`)).toBe('0 0 0')
    expect(await count(`'show of a', 'b'`)).toBe('0 0 0')
    expect(await count(`p_from => now() + interval '1 hour'`)).toBe('0 0 0')
    expect(await count(`p_from => now() - interval '1 hour', p_to => now() + interval '1 hour'`)).toBe(
      '4 1 4',
    )
    expect(await count('null, null, null, null')).toBe('4 1 4')
    expect(await count(`'''; drop table setvote.votes; --'`)).toBe('0 0 0')
    expect(await count(`repeat('🎸', 10000)`)).toBe('0 0 0')
    const [times] = await database.sql(`
      select first_at is not null and last_at >= first_at as told from setvote.get_vote_stats()`)
    expect(times).toEqual({ told: true })
  })

  it('update_trending_scores and refresh_trending_data bring boards up to date that get_trending_shows ranks', async () => {
    const storage = await database.open()
    await setScene(storage)
    const changed = await call('setvote.update_trending_scores()')
    expect(changed).toBeGreaterThan(0)
    expect(await call('setvote.refresh_trending_data()')).toBe(0)
    const ranked = await database.sql(
      'select rank::integer, show_id, name, local_date::text, score > 0 as scored from setvote.get_trending_shows()',
    )
    expect(ranked[0]).toMatchObject({ rank: 1, show_id: 'show of a', local_date: today, scored: true })
    expect(await database.sql('select from setvote.get_trending_shows(1)')).toHaveLength(1)
    expect(await database.sql('select show_id, upvotes::integer from setvote.vote_analytics')).toEqual([
      { show_id: 'show of a', upvotes: 4 },
    ])
    // The options are those of the SDK, so that the two do not undo each other.
    expect(trendingDefaults).toEqual(defaultTrendingOptions)
    expect(await storage.trending.refresh({ at: new Date(), options: defaultTrendingOptions })).toMatchObject(
      {
        changed: 0,
      },
    )
  })

  it('log_cron_run writes what cron_metrics sums up', async () => {
    await database.open()
    await call(`setvote.log_cron_run('cleanup', 'succeeded', now() - interval '1 minute')`)
    await call(
      `setvote.log_cron_run('cleanup', 'failed', now() - interval '3 minutes', p_counts => '{"shows":2}', p_error => 'no answer')`,
    )
    expect(
      await database.sql('select job, trigger, status, counts, error from setvote.cron_logs order by id'),
    ).toEqual([
      { job: 'cleanup', trigger: 'database', status: 'succeeded', counts: null, error: null },
      { job: 'cleanup', trigger: 'database', status: 'failed', counts: { shows: 2 }, error: 'no answer' },
    ])
    expect(
      await database.sql(
        'select sum(runs)::integer as runs, sum(failed)::integer as failed from setvote.cron_metrics',
      ),
    ).toEqual([{ runs: 2, failed: 1 }])
  })

  it('cleanup_old_data removes what is older than it is told to keep', async () => {
    const storage = await database.open()
    await setScene(storage)
    await call('setvote.update_trending_scores()')
    await call(`setvote.log_cron_run('cleanup', 'succeeded', now() - interval '1 minute')`)
    expect(await call('setvote.cleanup_old_data()')).toEqual({
      importRuns: 0,
      jobRuns: 0,
      cronLogs: 0,
      scorePoints: 0,
    })
    const gone = await call(`setvote.cleanup_old_data('0 days', now() + interval '1 day')`)
    expect(gone).toMatchObject({ importRuns: 0, jobRuns: 0, cronLogs: 1 })
    expect((gone as { scorePoints: number }).scorePoints).toBeGreaterThan(0)
  })

  it.each([
    [`get_vote_stats(p_from => now(), p_to => now() - interval '1 hour')`, 'p_from must not be after p_to'],
    ['get_trending_shows(0)', 'p_limit must be from 1 to 1000'],
    ['get_trending_shows(-5)', 'p_limit must be from 1 to 1000'],
    ['get_trending_shows(1001)', 'p_limit must be from 1 to 1000'],
    ['get_trending_shows(null)', 'p_limit must be from 1 to 1000'],
    ['update_trending_scores(null)', 'p_at must be an instant'],
    [`update_trending_scores('infinity')`, 'p_at must be an instant'],
    ['refresh_trending_data(null)', 'p_at must be an instant'],
    [`refresh_trending_data('-infinity')`, 'p_at must be an instant'],
    [`log_cron_run(null, 'failed', now())`, 'p_job must name a job'],
    [`log_cron_run('', 'failed', now())`, 'p_job must name a job'],
    [`log_cron_run('x', null, now())`, 'p_status must say how the run ended'],
    [`log_cron_run('x', 'running', now())`, 'p_status must say how the run ended'],
    [`log_cron_run('x', 'fine', now())`, 'invalid input value for enum'],
    [`log_cron_run('x', 'failed', null)`, 'p_started_at must be an instant'],
    [
      `log_cron_run('x', 'failed', now() + interval '1 hour')`,
      'p_finished_at must be an instant that is not before',
    ],
    [`log_cron_run('x', 'failed', now(), 'infinity')`, 'p_finished_at must be an instant that is not before'],
    [`log_cron_run('x', 'failed', now(), p_counts => '[1]')`, 'p_counts must be an object of numbers'],
    [`log_cron_run('x', 'failed', now(), p_counts => '{"a":"b"}')`, 'p_counts must be an object of numbers'],
    ['cleanup_old_data(null)', 'p_keep must be an interval of 0 or more'],
    [`cleanup_old_data('-1 day')`, 'p_keep must be an interval of 0 or more'],
    [`cleanup_old_data('1 day', null)`, 'p_at must be an instant'],
    [`cleanup_old_data('1 day', 'infinity')`, 'p_at must be an instant'],
  ])('refuses %s', async (expression, message) => {
    await database.open()
    await expect(call(`setvote.${expression}`)).rejects.toThrow(message)
  })
})
