import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { UsageError } from './usage-error.ts'

export const lockName = 'setvote-demo.lock'

/**
 * Keeps other demos out of a directory until the answered function is called. PGlite itself lets two processes write
 * to the same files, which ruins them.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, lockName)
  const release = () => rm(file, { force: true })
  if (await claim(file)) return release
  const holder = Number(await readFile(file, 'utf8').catch(() => ''))
  if (!isAlive(holder)) {
    await release()
    if (await claim(file)) return release
  }
  throw new UsageError(
    `Another demo is using ${directory}: wait for its end, or delete ${file} when there is none.`,
  )
}

async function claim(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** What is no process id may be half written by somebody who lives. */
function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId < 1) return true
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
