import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const suite = fileURLToPath(new URL('node-test/conformance.ts', import.meta.url))

it('the contract runs under node:test as well', async () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@setvote/source', '--test-reporter=tap', suite],
    { env, maxBuffer: 2 ** 26 },
  )
  expect(stdout).toMatch(/^# fail 0$/m)
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(300)
})
