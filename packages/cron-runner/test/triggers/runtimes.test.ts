import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '../../src')

/** What a file imports at run time from elsewhere, with all that it imports from here. */
async function packagesOf(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return new Set()
  seen.add(file)
  const code = await readFile(file, 'utf8')
  const imports = [
    ...code.matchAll(/^(?:import|export|\}) (?!type\b)[^'\n]*from '([^']+)'|import\('([^']+)'\)/gm),
  ]
  const found = new Set<string>()
  for (const [, still, later] of imports) {
    const name = still ?? later ?? ''
    if (!name.startsWith('.')) found.add(name)
    else for (const each of await packagesOf(join(dirname(file), name), seen)) found.add(each)
  }
  return found
}

it('triggers need nothing that a Worker does not have', async () => {
  const found = await packagesOf(join(source, 'triggers/cron-handler.ts'))
  expect([...found].sort()).toEqual(['@setvote/sdk', '@setvote/sdk/jobs', 'croner'])
  expect([...(await packagesOf(join(source, 'alerts/email.ts')))]).toContain('nodemailer')
})
