/*
 * Statement by statement, each with a fresh picture of what others have committed. Locks are taken in one order:
 * the ballots as a whole (shared), votes (by song and fan), places of the day (by fan and day), `show_stats` (by
 * show), then songs and setlists, which belong to a show that is held. When what was seen at first is not true any
 * more, serialization_failure asks the caller for another attempt.
 */

export const holdBallots = `perform pg_advisory_xact_lock_shared(hashtextextended('setvote ballots ' || current_schema(), 0))`
export const lookAgain = (why: string) => `raise serialization_failure using message = '${why}'`

/**
 * A plan is kept for long, and may be from the time when the tables were empty. What is scanned all the same then
 * looks costly enough to be compiled, which it never is.
 */
export const byIndex = 'set enable_seqscan to off set jit to off'
