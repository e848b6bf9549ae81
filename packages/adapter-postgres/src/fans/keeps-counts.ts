import { sql } from 'kysely'

/** Says that this transaction sees to counts and instants itself, so that the triggers for writes from outside rest. */
export const keepsCounts = sql`set_config('setvote.counts', 'kept', true) as counts`
