import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './usage-error.ts'

/** Where the demo keeps what it imports and what fans vote. */
export type StoreChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'pglite'; readonly directory: string }
  | { readonly kind: 'server'; readonly url: string }

/** Where `pglite` without a directory lies: it goes away with this checkout. */
const ownDirectory = new URL('../../../node_modules/.cache/setvote-demo/pglite', import.meta.url)

const known = 'memory, pglite, pglite:DIRECTORY, postgres://USER@HOST/DATABASE'

/** Reads the value of `--store`. No sentence repeats what may hold a password. */
export function toStoreChoice(text: string): StoreChoice {
  if (text === 'memory') return { kind: 'memory' }
  if (text === 'pglite') return { kind: 'pglite', directory: fileURLToPath(ownDirectory) }
  if (text.startsWith('pglite:')) return { kind: 'pglite', directory: toDirectory(text.slice(7)) }
  if (isServerAddress(text)) {
    if (URL.canParse(text)) return { kind: 'server', url: text }
    throw new UsageError(
      'The address in --store is not well-formed: write --store postgres://USER:PASSWORD@HOST:5432/DATABASE, with %40 for an @ in the password.',
    )
  }
  const shown = /[@:]/.test(text) ? 'such store' : `store '${text}'`
  throw new UsageError(`There is no ${shown}. Known are: ${known}.`)
}

export const isServerAddress = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text)

function toDirectory(text: string): string {
  if (text.trim() === '') {
    throw new UsageError('--store pglite: needs a directory: write --store pglite:./demo-data.')
  }
  // No shell expands a tilde behind a colon.
  return resolve(text.replace(/^~(?=\/|$)/, homedir()))
}

/** An address as it may be shown: without user, password and parameters. */
export function withoutSecrets(url: string): string {
  const { host, pathname, search, hash } = new URL(url)
  // An @ out here is the end of a password that was not escaped.
  if (`${pathname}${search}${hash}`.includes('@')) return 'at the given address'
  return `postgres://${host}${pathname}`
}
