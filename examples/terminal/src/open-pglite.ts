import { access, mkdir, readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { lockDirectory, lockName } from './lock-directory.ts'
import { UsageError } from './usage-error.ts'

export interface OpenedPGlite {
  readonly pglite: PGlite
  close(): Promise<void>
}

/** Opens a PGlite in a directory, made where there is none. Throws a `UsageError` for a directory that cannot be. */
export async function openPGlite(directory: string): Promise<OpenedPGlite> {
  const unlock = await claim(directory)
  try {
    const { PGlite } = await import('@electric-sql/pglite')
    const pglite = await PGlite.create(directory)
    return {
      pglite,
      async close() {
        await pglite.close()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw new UsageError(`PGlite cannot open ${directory}: ${messageOf(error)}`)
  }
}

async function claim(directory: string): Promise<() => Promise<void>> {
  try {
    await makeDirectory(directory)
    const names = (await readdir(directory)).filter((name) => name !== lockName)
    if (names.length > 0 && !names.includes('PG_VERSION')) {
      throw new UsageError(
        `${directory} holds something else than a PGlite: give --store pglite: an empty directory, or a new one.`,
      )
    }
    return await lockDirectory(directory)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`--store cannot write to ${directory}: ${messageOf(error)}.`)
  }
}

/** Node's own recursive `mkdir` never ends where a directory exists and takes no other, as /proc does. */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || (await exists(dirname(directory)))) throw error
    await makeDirectory(dirname(directory))
    await mkdir(directory)
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
