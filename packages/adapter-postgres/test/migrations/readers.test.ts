import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { servers, useDatabase } from '../support/test-database.ts'
import { findBroken, type Held, readHeld } from './held-by-readers.ts'

const lists = join(import.meta.dirname, 'readers')
const current = `${packageJson.version}.txt`
const [server] = servers

describe.runIf(server)('what releases read', () => {
  const database = useDatabase(server!)
  const read = () => readHeld((statement) => database.sql(statement))

  it('is written down for the version in the making', async () => {
    const { lines } = await read()
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(lists, current))
  })

  it('is still there for every release before it', async () => {
    const held = await read()
    for (const file of (await readdir(lists)).filter((name) => name !== current)) {
      const released = (await readFile(join(lists, file), 'utf8')).trim().split('\n')
      expect(findBroken(released, held), `the schema for readers of ${file.replace('.txt', '')}`).toEqual([])
    }
  })
})

describe('the guard of readers', () => {
  const released = ['column artists.id text', 'column artists.name text', 'function f() returns integer']
  const held = (lines: readonly string[], mandatory: readonly string[] = []): Held => ({ lines, mandatory })

  it('lets the schema grow', () => {
    const grown = [...released, 'column artists.born_on date', 'column labels.id text']
    expect(findBroken(released, held(grown, ['artists.id', 'artists.name', 'labels.id']))).toEqual([])
  })

  it('says what to do where something went, changed, or must be given by those who do not know it', () => {
    const changed = ['column artists.id text', 'column artists.name jsonb', 'column artists.born_on date']
    const broken = findBroken(released, held(changed, ['artists.id', 'artists.born_on']))
    expect(broken).toEqual([
      expect.stringMatching(/^"column artists.name text" .* beside it/),
      expect.stringMatching(/^"function f\(\) returns integer" .* beside it/),
      expect.stringMatching(/^artists.born_on .* default/),
    ])
  })
})
