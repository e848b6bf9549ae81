import type { Clock, Logger } from '@setvote/sdk'
import type { Connect, EventConnection } from './event-connection.ts'

/** Listens and notifies over one connection, which is made with the first use and made again when it is lost. */
export interface EventLink {
  /** Counts: a channel is heard until it was stopped as often as it was begun. */
  listen(channel: string): () => void
  /**
   * Sends notifications, in the order of calls. Rejects while the database is away; then, and when more wait than can
   * be kept, they are dropped.
   */
  notify(channel: string, notifications: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface EventLinkParts {
  readonly connect: Connect
  readonly hear: (notification: string) => void
  /** Notifications may have been missed. */
  readonly onGap: () => void
  readonly clock: Clock
  readonly logger: Logger
}

interface Waiting {
  readonly channel: string
  readonly notifications: readonly string[]
  readonly sent: PromiseWithResolvers<void>
}

const firstPauseMs = 50
const longestPauseMs = 5_000
/** A connection whose other end has gone silently is found out after both of these. */
const aliveEveryMs = 15_000
const answerWithinMs = 5_000
const longestEndMs = 1_000
const mostWaiting = 10_000
const mostAtOnce = 500

export function createEventLink({ connect, hear, onGap, clock, logger }: EventLinkParts): EventLink {
  const channels = new Map<string, number>()
  const closing = new AbortController()
  const waiting: Waiting[] = []
  let connection: EventConnection | null = null
  let keeping: Promise<void> | null = null
  let isAway = false
  let isFlushing = false
  let lose: (error: unknown) => void = () => {}

  /** What fails on the connection is the end of it. */
  async function ask(own: EventConnection, text: string, values?: readonly unknown[]): Promise<void> {
    try {
      await own.query(text, values)
    } catch (error) {
      if (own === connection) lose(error)
      throw error
    }
  }

  // Others may use the same connection for what is theirs.
  const hearOurs = (channel: string, notification: string) => {
    if (channels.has(channel)) hear(notification)
  }

  async function keep(): Promise<void> {
    let pauseMs = firstPauseMs
    while (!closing.signal.aborted) {
      const lost = Promise.withResolvers<unknown>()
      let own: EventConnection | null = null
      try {
        own = await connect({ hear: hearOurs, onLost: lost.resolve })
        for (const channel of channels.keys()) await own.query(`listen ${quoted(channel)}`)
        lose = lost.resolve
        connection = own
        // Those that came while the others were told to the server.
        for (const channel of channels.keys()) ask(own, `listen ${quoted(channel)}`).catch(() => {})
        if (isAway) logger.info('events go to other processes again')
        isAway = false
        pauseMs = firstPauseMs
        void flush()
        const ended = new AbortController()
        const alive = own.isRemote ? watch(own, ended.signal) : new Promise<never>(() => {})
        const closed = new Promise<null>((resolve) => {
          closing.signal.addEventListener('abort', () => resolve(null), { once: true })
          if (closing.signal.aborted) resolve(null)
        })
        const why = await Promise.race([lost.promise, alive, closed])
        ended.abort()
        if (why !== null) away(why)
      } catch (error) {
        away(error)
      }
      connection = null
      onGap()
      const ending = own?.end().catch(() => {})
      if (closing.signal.aborted) await Promise.race([ending, clock.sleep(longestEndMs)])
      await clock.sleep(pauseMs, closing.signal).catch(() => {})
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  /** Resolves, with why, when the connection no longer answers. */
  async function watch(own: EventConnection, ended: AbortSignal): Promise<unknown> {
    while (!ended.aborted) {
      await clock.sleep(aliveEveryMs, ended).catch(() => {})
      if (ended.aborted) break
      const answered = new AbortController()
      const silence = clock.sleep(answerWithinMs, answered.signal).then(
        () => new Error('the connection does not answer'),
        () => null,
      )
      const failure = await Promise.race([own.query('select 1').then(() => null, asError), silence])
      answered.abort()
      if (failure) return failure
    }
    return null
  }

  function away(error: unknown) {
    if (!isAway && !closing.signal.aborted) {
      logger.warn('events do not reach other processes: the database is away', { reason: reasonOf(error) })
    }
    isAway = true
    drop(error)
  }

  function drop(error: unknown) {
    for (const { sent } of waiting.splice(0)) sent.reject(error)
  }

  async function flush(): Promise<void> {
    if (isFlushing) return
    isFlushing = true
    while (connection && waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce)
      const pairs = batch.flatMap(({ channel, notifications }) =>
        notifications.map((notification) => [channel, notification] as const),
      )
      try {
        await ask(
          connection,
          `select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as message (channel, payload)`,
          [pairs.map(([channel]) => channel), pairs.map(([, payload]) => payload)],
        )
        for (const { sent } of batch) sent.resolve()
      } catch (error) {
        for (const { sent } of batch) sent.reject(error)
      }
    }
    isFlushing = false
  }

  return {
    listen(channel) {
      const count = channels.get(channel) ?? 0
      channels.set(channel, count + 1)
      if (count === 0 && connection) ask(connection, `listen ${quoted(channel)}`).catch(() => {})
      keeping ??= keep()
      let stopped = false
      return () => {
        if (stopped) return
        stopped = true
        const left = (channels.get(channel) ?? 1) - 1
        if (left > 0) return void channels.set(channel, left)
        channels.delete(channel)
        if (connection) ask(connection, `unlisten ${quoted(channel)}`).catch(() => {})
      }
    },
    notify(channel, notifications) {
      if (closing.signal.aborted) return Promise.reject(new Error('this bus has been closed'))
      keeping ??= keep()
      if (isAway) return Promise.reject(new Error('the database is away'))
      if (waiting.length >= mostWaiting) return Promise.reject(new Error('too many events wait'))
      const sent = Promise.withResolvers<void>()
      waiting.push({ channel, notifications, sent })
      void flush()
      return sent.promise
    },
    async close() {
      closing.abort(new Error('closed'))
      drop(new Error('this bus has been closed'))
      await keeping
    },
  }
}

const quoted = (channel: string) => `"${channel}"`

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** Other words of a driver may hold what nobody is to read. */
const reasonOf = (error: unknown): string => {
  const { code, name } = asError(error) as Error & { readonly code?: unknown }
  return typeof code === 'string' ? code : name
}
