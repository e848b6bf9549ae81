import { describe, expect, it } from 'vitest'
import { checkLaws } from '../checks/laws.ts'
import { runTool } from '../checks/run-tool.ts'
import { temporaryProject } from './temporary-project.ts'

async function lawsFor(files: Readonly<Record<string, string>>) {
  const root = await temporaryProject(files)
  await runTool('git', ['init', '--quiet'], { cwd: root })
  return checkLaws(root)
}

const voting = 'packages/sdk/src/voting/cast.ts'

describe('laws', () => {
  it.each([
    ['Date.now', 'export const at = () => Date.now()'],
    ['Date.now', 'export const at = (now = Date.now) => now()'],
    ['Date.now', 'export const at = () => new Date()'],
    ['Date.now', 'export const at = () => new globalThis.Date()'],
    ['Date.now', 'export const at = () => Date()'],
    ['performance.now', 'export const at = () => performance.now()'],
    ['Math.random', 'export const chance = Math.random()'],
    ['crypto.randomUUID', 'export const id = crypto.randomUUID()'],
    ['AbortSignal.timeout', 'export const signal = AbortSignal.timeout(5)'],
    ['setTimeout', 'setTimeout(() => {}, 5)'],
    ['setTimeout', 'globalThis.setTimeout(() => {}, 5)'],
    ['setInterval', 'export const every = setInterval'],
    ['fetch', "export const page = await fetch('https://example.org')"],
    ['fetch', 'export const options = { fetch }'],
    ['console', "console.warn('late')"],
    ['fetch', 'export const by = ({ send = fetch }) => send'],
    ['process', 'export const key = process.env.KEY'],
    ['process', 'const { env } = process\nexport { env }'],
  ])('finds the global %s in `%s`', async (global, text) => {
    const { problems } = await lawsFor({ [voting]: `${text}\n` })
    expect(problems).toEqual([expect.stringContaining(`${voting}:1 uses ${global}`)])
  })

  it('leaves alone what only looks like a global', async () => {
    const { problems, looked } = await lawsFor({
      [voting]: `
import { setTimeout } from './timers.ts'
export interface Options { readonly fetch?: typeof fetch; readonly console: Console }
export const send = ({ fetch }: { fetch: typeof globalThis.fetch }) => fetch('https://example.org')
export const show = (options: Options) => options.console.log(new Date(0), Math.max(1, 2))
export const later = () => setTimeout(() => {}, 5)
export const names = { fetch: 1, console: 2, process: 3 }
export const sendWith = ({ fetch: send, console: say = null }: Record<string, () => void>) => [send, say]
export const wire = (process: { env: string }) => process.env
`,
    })
    expect(problems).toEqual([])
    expect(looked).toBe('1 source files')
  })

  it('lets the clock live in core and the default of fetch in one file of upstream', async () => {
    const { problems } = await lawsFor({
      'packages/sdk/src/core/clock.ts': 'export const now = () => new Date()\n',
      'packages/sdk/src/upstream/send.ts': 'export const send = (fetch = globalThis.fetch) => fetch\n',
    })
    expect(problems).toEqual([])
  })

  it('names a second default of fetch', async () => {
    const { problems } = await lawsFor({
      'packages/sdk/src/upstream/probe.ts': 'export const probe = (fetch = globalThis.fetch) => fetch\n',
      'packages/sdk/src/upstream/send.ts': 'export const send = (fetch = globalThis.fetch) => fetch\n',
    })
    expect(problems).toEqual([
      expect.stringContaining('already named at packages/sdk/src/upstream/probe.ts:1'),
    ])
  })

  it('warns of a long file and does not fail', async () => {
    const { problems, warnings } = await lawsFor({ [voting]: 'export {}\n'.repeat(301) })
    expect(problems).toEqual([])
    expect(warnings).toEqual([expect.stringContaining(`${voting}: 301 lines`)])
  })
})
