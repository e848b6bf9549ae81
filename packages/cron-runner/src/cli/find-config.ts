import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isSetvoteError } from '@setvote/sdk'
import type { CronConfig } from '../config/define-cron.ts'
import { configFromEnvironment } from './config-from-environment.ts'
import { safeMessage } from './safe-message.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

const names = ['setvote.config.ts', 'setvote.config.mts', 'setvote.config.js', 'setvote.config.mjs']

/**
 * The config: the file that was named, else `setvote.config.ts` (or `.js`) of the folder, else the environment.
 *
 * @throws UsageError when there is none, or when it cannot be read.
 */
export async function findConfig(
  terminal: Pick<Terminal, 'env' | 'folder'>,
  named: string | undefined,
): Promise<CronConfig> {
  const { env, folder } = terminal
  const file = named ?? names.find((name) => existsSync(join(folder, name)))
  if (file !== undefined) return readConfig(isAbsolute(file) ? file : join(folder, file))
  if (env.DATABASE_URL) return configFromEnvironment(terminal)
  throw new UsageError(
    `There is no config: write setvote.config.ts in ${folder}, name one with --config, or set DATABASE_URL`,
  )
}

async function readConfig(file: string): Promise<CronConfig> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}`)
  let config: unknown
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
    config = await (typeof module.default === 'function' ? module.default() : module.default)
  } catch (error) {
    const tooOld = (error as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION'
    const hint = tooOld ? '; Node reads TypeScript from version 22.18 on' : ''
    const message = isSetvoteError(error) ? error.message : safeMessage(error)
    throw new UsageError(`${file} cannot be read: ${message}${hint}`, { cause: error })
  }
  if (isConfig(config)) return config
  throw new UsageError(`${file} must export a config: export default defineCron({ setvote })`)
}

const isConfig = (value: unknown): value is CronConfig =>
  typeof value === 'object' &&
  value !== null &&
  'setvote' in value &&
  'jobs' in value &&
  Array.isArray(value.jobs) &&
  'clock' in value
