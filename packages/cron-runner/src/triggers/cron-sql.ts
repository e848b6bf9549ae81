import { InvalidOptionsError } from '@setvote/sdk'
import type { CronConfig } from '../config/define-cron.ts'
import { getScheduledJob } from '../config/get-scheduled-job.ts'
import type { ScheduledJob } from '../config/job-settings.ts'
import { evenGapOf, toDatabaseSchedule } from './database-schedule.ts'
import { quoteCommand, quoteName, quoteText } from './sql-text.ts'

export interface CronSqlOptions {
  readonly config: Pick<CronConfig, 'jobs'>
  /** Where `cronHandler` answers, without the job: `https://app.example.org/cron`. */
  readonly url: string
  /** Which jobs to call. @default every job that is enabled */
  readonly jobs?: readonly string[] | undefined
  /** The name of the bearer secret in the vault of the database. @default 'setvote_cron_secret' */
  readonly secretName?: string | undefined
  /**
   * Jobs that the database does by itself, and how: `{ 'calculate-trending': 'select setvote.refresh_trending_data()' }`.
   * Their slots must be evenly apart. @default none
   */
  readonly inDatabase?: Readonly<Record<string, string>> | undefined
  /** That of the storage. @default 'setvote' */
  readonly schema?: string | undefined
  /** How long the database keeps a call open, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number | undefined
}

/**
 * Prints the SQL that lets `pg_cron` trigger jobs: by calls of `pg_net` to a `cronHandler`, with the secret from the
 * vault, and by SQL alone where that is enough. To be run as one transaction, as often as you like: it replaces what
 * it made before. It contains no secret.
 *
 * @throws InvalidOptionsError for an address that would show the secret, and for jobs that SQL cannot run in their slots.
 * @throws NotFoundError for a job that the config does not have.
 *
 * @example
 * console.log(cronSql({ config, url: 'https://app.example.org/cron' }))
 */
export function cronSql(options: CronSqlOptions): string {
  const { config, inDatabase = {}, schema = 'setvote' } = options
  const address = addressOf(options.url)
  const { secretName = 'setvote_cron_secret', timeoutMs = 60_000 } = options
  if (!(Number.isSafeInteger(timeoutMs) && timeoutMs > 0)) {
    throw new InvalidOptionsError('cronSql: timeoutMs must be milliseconds above 0, such as 60_000')
  }
  const own = Object.keys(inDatabase).map((name) => getScheduledJob(config, name))
  const wanted = options.jobs
    ? options.jobs.map((name) => getScheduledJob(config, name))
    : config.jobs.filter(({ enabled }) => enabled)
  const called = wanted.filter(({ name }) => !Object.hasOwn(inDatabase, name))

  const call = ({ name }: ScheduledJob) =>
    [
      'select net.http_post(',
      `  url := ${quoteText(`${address}/${encodeURIComponent(name)}`)},`,
      "  headers := jsonb_build_object('content-type', 'application/json', 'authorization',",
      `    'Bearer ' || (select decrypted_secret from vault.decrypted_secrets where name = ${quoteText(secretName)})),`,
      "  body := '{}'::jsonb,",
      `  timeout_milliseconds := ${timeoutMs}`,
      ')',
    ].join('\n')

  const runHere = (scheduled: ScheduledJob) => {
    const even = evenGapOf(scheduled.schedule)
    const timing = toDatabaseSchedule(scheduled.schedule)
    if (!even || even.gapMs < 60_000) {
      throw new InvalidOptionsError(
        `cronSql: the slots of '${scheduled.name}' (${scheduled.schedule.cron} ${scheduled.schedule.timeZone}) are not evenly apart by minutes or more: let the database call it instead of inDatabase`,
      )
    }
    const slot = `date_bin(interval '${even.gapMs / 1000} seconds', now(), timestamptz '${even.origin.toISOString()}')`
    const command = inDatabase[scheduled.name] ?? ''
    return schedule(
      scheduled.name,
      timing,
      `select ${quoteName(schema)}.run_slot(${quoteText(scheduled.name)}, ${slot}, ${quoteText(command)})`,
    )
  }

  /** One name for each job: scheduling it again replaces it. */
  const nameOf = (job: string) => quoteText(`${schema} ${job}`)
  const schedule = (job: string, timing: string, command: string) =>
    `select cron.schedule(${nameOf(job)}, ${quoteText(timing)}, ${quoteCommand(command)});`

  return [
    'begin;',
    `select cron.unschedule(jobid) from cron.job where starts_with(jobname, ${quoteText(`${schema} `)});`,
    ...called.map((each) => schedule(each.name, toDatabaseSchedule(each.schedule), call(each))),
    ...own.map(runHere),
    'commit;',
    '',
  ].join('\n')
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const example = `write one such as 'https://app.example.org/cron'`
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidOptionsError(`cronSql: url must be an address: ${example}`)
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InvalidOptionsError(`cronSql: url must have no user, parameters or #: ${example}`)
  }
  // Within one machine, or a network of containers, names have no dots.
  const isNear = !url.hostname.includes('.') || url.hostname.startsWith('127.')
  if (url.protocol === 'http:' && !isNear) {
    throw new InvalidOptionsError(`cronSql: over http everybody on the way reads the secret: ${example}`)
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
