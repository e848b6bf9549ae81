import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'vitest'

const repository = resolve(import.meta.dirname, '../..')

/** The folder with recorded answers of the services. */
export const recordedData = resolve(repository, process.env.RECORDED_DATA ?? '../shared/data/recorded')

/**
 * Tests that read recorded answers. On a machine without them they are skipped, visibly, unless
 * `SETVOTE_REQUIRE_SERVICES=1` says that everything must be there.
 */
export function describeRecorded(name: string, tests: () => void): void {
  if (existsSync(recordedData)) {
    describe(name, tests)
    return
  }
  const reason = `${name}: set RECORDED_DATA to the folder of recorded answers, ${recordedData} is not there`
  if (process.env.SETVOTE_REQUIRE_SERVICES !== '1') it.skip(reason)
  else {
    it(reason, () => {
      throw new Error(reason)
    })
  }
}

/** Every recorded file, by its path below the folder. */
export const recordedFiles = (): string[] =>
  existsSync(recordedData)
    ? globSync('**/*', { cwd: recordedData, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          resolve(entry.parentPath, entry.name)
            .slice(recordedData.length + 1)
            .replaceAll('\\', '/'),
        )
        .sort()
    : []

export const readRecorded = (file: string): string => readFileSync(resolve(recordedData, file), 'utf8')
