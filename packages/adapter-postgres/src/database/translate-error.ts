import { InvalidInputError, isSetvoteError, StorageError } from '@setvote/sdk/storage'

/**
 * What an error of the driver or the server means to a caller. Errors of setvote stay as they are; everything else
 * becomes a `StorageError` that says what to do, with the original as its cause. Values that PostgreSQL cannot keep
 * become an `InvalidInputError`.
 */
export function translateError(error: unknown, schema: string): Error {
  if (isSetvoteError(error)) return error as unknown as Error
  const { code, message } = detailsOf(error)
  const isBadValue = badValues.has(code) || code === '23514'
  if (isBadValue) return new InvalidInputError(`PostgreSQL cannot store this: ${message}`, { cause: error })
  return new StorageError(explain(code, message, schema), { cause: error })
}

/** Data exceptions that only a caller's value can cause. */
const badValues = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05', '54000', '54001'])

const meanings: Readonly<Record<string, string>> = {
  '25006': 'This PostgreSQL server takes no writes: it is a read-only replica, or set to read-only',
  '28000': 'PostgreSQL refused the log-in: check user and host in the connection string',
  '28P01': 'PostgreSQL refused the log-in: the user or the password is wrong',
  '3D000': 'There is no such database on this PostgreSQL server: create it, or correct the connection string',
  '42501': 'The PostgreSQL user may not do this: it lacks a privilege',
  '53100': 'The disk of the PostgreSQL server is full',
  '53200': 'The PostgreSQL server is out of memory',
  '53300': 'The PostgreSQL server takes no more connections: lower maxConnections, or raise max_connections',
  '55P03': 'Waiting for a lock took longer than lock_timeout allows',
  '57014':
    'PostgreSQL cancelled a statement: it took longer than statement_timeout allows, or somebody cancelled it',
  '57P01': 'The PostgreSQL server is shutting down, or ended this connection',
  '57P02': 'The PostgreSQL server crashed and is restarting',
  '57P03': 'The PostgreSQL server is starting up or shutting down',
}

function explain(code: string, message: string, schema: string): string {
  if (code === '42P01' || code === '3F000' || code === '42703' || code === '42883') {
    return `The schema "${schema}" does not fit this version of @setvote/adapter-postgres: run setvote-migrate up --schema ${schema}`
  }
  if (/timeout exceeded when trying to connect/i.test(message)) {
    return 'No connection to PostgreSQL became free in time: raise maxConnections, or find what holds them'
  }
  if (
    code.startsWith('08') ||
    connectionCodes.has(code) ||
    /connection (terminated|ended|error)/i.test(message)
  ) {
    return `The connection to PostgreSQL failed or was lost${code ? ` (${code})` : ''}`
  }
  return meanings[code] ?? `PostgreSQL could not do this${code ? ` (${code})` : ''}: ${message}`
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
  'EAI_AGAIN',
])

function detailsOf(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown
    readonly message?: unknown
  }
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : String(error),
  }
}
