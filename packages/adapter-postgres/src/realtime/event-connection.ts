import { InvalidOptionsError } from '@setvote/sdk/storage'
import type { PGliteLike } from '../database/embedded.ts'

/** A connection that stays: what it listens to lasts as long as it does. */
export interface EventConnection {
  query(text: string, values?: readonly unknown[]): Promise<unknown>
  end(): Promise<unknown>
  /** Whether it can break without telling. */
  readonly isRemote: boolean
}

export interface EventEars {
  hear(channel: string, notification: string): void
  /** The connection is gone. */
  onLost(error: unknown): void
}

export type Connect = (ears: EventEars) => Promise<EventConnection>

/** The part of a pool of `pg` that is used. One of its connections is kept. */
export interface EventPool {
  connect(): Promise<{
    query(text: string, values?: unknown[]): Promise<unknown>
    release(destroy?: boolean): void
    on(
      event: 'notification',
      listener: (message: { channel: string; payload?: string | undefined }) => void,
    ): unknown
    on(event: 'error', listener: (error: Error) => void): unknown
    on(event: 'end', listener: () => void): unknown
  }>
}

/** Where to listen and to notify: exactly one of the three. */
export type EventSource =
  | {
      /** Not that of a pooler in transaction mode, through which nothing is heard. */
      readonly connectionString: string
      readonly pool?: never
      readonly pglite?: never
    }
  | { readonly pool: EventPool; readonly connectionString?: never; readonly pglite?: never }
  | { readonly pglite: PGliteLike; readonly connectionString?: never; readonly pool?: never }

const connectTimeoutMs = 5_000

export function connectTo(source: EventSource): Connect {
  const given = (['connectionString', 'pool', 'pglite'] as const).filter((name) => source[name] !== undefined)
  if (given.length !== 1) {
    throw new InvalidOptionsError(
      `postgresEventBus takes one of connectionString, pool and pglite, not ${given.join(' and ') || 'none'}: postgresEventBus({ connectionString: 'postgres://user@host/database' })`,
    )
  }
  if (source.pglite !== undefined) return connectEmbedded(source.pglite)
  if (source.pool !== undefined) return connectPooled(source.pool)
  return connectDirectly(source.connectionString)
}

const connectDirectly =
  (connectionString: string): Connect =>
  async ({ hear, onLost }) => {
    const { default: pg } = await import('pg')
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: connectTimeoutMs,
    })
    client.on('notification', ({ channel, payload }) => hear(channel, payload ?? ''))
    client.on('error', onLost)
    client.on('end', () => onLost(new Error('the connection was ended')))
    await client.connect()
    return {
      isRemote: true,
      query: (text, values = []) => client.query(text, [...values]),
      end: () => client.end(),
    }
  }

const connectPooled =
  (pool: EventPool): Connect =>
  async ({ hear, onLost }) => {
    const client = await pool.connect()
    client.on('notification', ({ channel, payload }) => hear(channel, payload ?? ''))
    client.on('error', onLost)
    client.on('end', () => onLost(new Error('the connection was ended')))
    return {
      isRemote: true,
      query: (text, values = []) => client.query(text, [...values]),
      // Nobody after us is to hear what we listened to.
      end: async () => client.release(true),
    }
  }

const connectEmbedded =
  (pglite: PGliteLike): Connect =>
  async ({ hear }) => {
    const { onNotification, query } = pglite as unknown as {
      onNotification(listener: (channel: string, payload: string) => void): () => void
      query(text: string, values: unknown[]): Promise<unknown>
    }
    const stop = onNotification.call(pglite, hear)
    return {
      isRemote: false,
      query: (text, values = []) => query.call(pglite, text, [...values]),
      end: async () => stop(),
    }
  }
