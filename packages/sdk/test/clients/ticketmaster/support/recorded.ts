import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '../../../../../..')
const root = resolve(repository, process.env.RECORDED_DATA ?? '../shared/data/recorded')

/** The recorded answers of a service, by path below its folder. */
export function recordedFiles(service: string, pattern: string): string[] {
  const found = globSync(pattern, { cwd: resolve(root, service) }).sort()
  if (found.length === 0) throw new Error(`no recorded answers at ${service}/${pattern}; set RECORDED_DATA`)
  return found
}

export function readRecorded(service: string, path: string): unknown {
  return JSON.parse(readFileSync(resolve(root, service, path), 'utf8'))
}
