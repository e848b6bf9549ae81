/*
 * Statement by statement, each with a fresh picture of what others have committed. Locks are taken in one order:
 * the ballots as a whole (shared), days of fans (by fan and day), votes (by song and fan), `show_stats` (by show), then
 * songs and setlists, which belong to a show that is held. When what was seen at first is not true any more,
 * serialization_failure asks the caller for another attempt.
 */

export const holdBallots = `perform pg_advisory_xact_lock_shared(hashtextextended('setvote ballots ' || current_schema(), 0))`
export const lookAgain = (why: string) => `raise serialization_failure using message = '${why}'`

/**
 * A plan is kept for long, and may be from the time when the tables were empty. What is scanned all the same then
 * looks costly enough to be compiled, which it never is.
 */
export const byIndex = 'set enable_seqscan to off set jit to off'

/**
 * Holds the days of fans whose ballots are about to be counted against a limit, so that nobody else casts on them
 * meanwhile. The condition that never holds locks what is there and writes nothing.
 */
export const holdDays = (days: string) => `insert into user_vote_limits (user_id, day) ${days}
      on conflict (user_id, day) do update set day = excluded.day where false`

/** How many ballots a fan has cast on a day. */
export const spentOn = (fan: string, day: string) =>
  `(select count(*) from votes v where v.user_id = ${fan} and v.day = ${day})::integer`

/**
 * Adds up ballots that were just inserted, or with a minus deleted: the changes of each song as `count_ballots` takes
 * them, and how many ballots were `done`.
 */
export const addUp = (rows: string, sign: '' | '-' = '') => `by_song as (
    select setlist_song_id, show_id, ${sign}count(*) filter (where good) as up,
      ${sign}count(*) filter (where not good) as aside
    from ${rows} group by 1, 2
  ), added_up as (
    select array_agg(setlist_song_id) as songs, array_agg(distinct show_id) as shows, array_agg(up) as up,
      array_agg(aside) as aside, coalesce(${sign}sum(up + aside), 0) as done from by_song
  )`
