import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it, TestRunner } from 'vitest'

const repository = resolve(import.meta.dirname, '../../../..')
const root = resolve(repository, process.env.RECORDED_DATA ?? '../shared/data/recorded')

const isThere = existsSync(root)
/** With `SETVOTE_REQUIRE_SERVICES=1`, tests fail when something is missing instead of going without. */
const isRequired = process.env.SETVOTE_REQUIRE_SERVICES === '1'
const reason = `set RECORDED_DATA to the folder of recorded answers: ${root} is not there`

/** Tests that look at recorded answers before they run. Without the recordings, one skipped test says so. */
export function describeRecorded(name: string, tests: () => void): void {
  if (isThere) describe(name, tests)
  else if (isRequired) {
    it(name, () => {
      throw new Error(reason)
    })
  } else it.skip(`${name}: ${reason}`)
}

/** The folder of recorded answers. Without it, the test that asks is skipped. */
export function recordedData(): string {
  if (isThere) return root
  if (!isRequired) TestRunner.getCurrentTest()?.context.skip(reason)
  throw new Error(reason)
}

/** The recorded answers of a service, by path below its folder. */
export function recordedFiles(service: string, pattern: string): string[] {
  const found = globSync(pattern, { cwd: resolve(recordedData(), service) }).sort()
  if (found.length === 0) throw new Error(`no recorded answers at ${service}/${pattern}; set RECORDED_DATA`)
  return found
}

export function readRecorded(service: string, path: string): unknown {
  return JSON.parse(readFileSync(resolve(recordedData(), service, path), 'utf8'))
}
