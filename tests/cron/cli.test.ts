import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { describeServers } from '../support/servers.ts'
import { runCli } from './support/cli-process.ts'

const config = './cli.config.ts'
const memory = { config, env: { STORAGE: 'memory' } }

/** An empty folder, as that of an app that has installed the packages. */
async function appFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'setvote-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await symlink(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

/** What an operator does in a day; the storage is asked anew by each command. */
async function walk(given: { config: string; env: Record<string, string> }): Promise<void> {
  const cli = (...args: string[]) => runCli(args, given)
  const json = async (...args: string[]) => JSON.parse((await cli(...args, '--json')).out) as never

  const listed = await json('list')
  expect(listed).toContainEqual(
    expect.objectContaining({
      job: 'counts-things',
      state: 'on',
      schedule: '*/10 * * * *',
      lastStatus: null,
    }),
  )
  const ran = await cli('run', 'counts-things', '--option', 'limit=7')
  expect(ran).toMatchObject({ code: 0, complaints: '' })
  expect(ran.out).toMatch(/^counts-things succeeded for 20.*: limit 7 \(/)

  const slot = ['run', 'counts-things', '--slot', '2026-11-21T12:00:00Z']
  expect((await cli(...slot)).code).toBe(0)
  expect(await cli(...slot)).toMatchObject({ code: 3, out: expect.stringContaining('Not run again') })

  const failed = await cli('run', 'fails')
  expect(failed).toMatchObject({ code: 1, out: expect.stringContaining('connect [url] failed') })
  expect(`${failed.out}${failed.complaints}`).not.toContain('hunter2')
  expect(await cli('run', 'defers')).toMatchObject({
    code: 4,
    out: expect.stringContaining('until 2030-01-01 00:00:00'),
  })

  expect(await json('history', 'counts-things')).toMatchObject([
    { status: 'succeeded', trigger: 'cli', counts: { limit: 7 } },
    { status: 'succeeded', slotAt: '2026-11-21T12:00:00.000Z' },
  ])
  expect((await cli('history')).out).toContain('counts-things')

  expect(await cli('pause', 'counts-things')).toMatchObject({ code: 0 })
  expect(await cli('run', 'counts-things')).toMatchObject({
    code: 3,
    out: 'counts-things is paused: setvote-cron resume counts-things\n',
  })
  expect(await json('list')).toContainEqual(
    expect.objectContaining({ job: 'counts-things', state: 'paused' }),
  )
  expect(await json('resume', 'counts-things')).toEqual({ job: 'counts-things', paused: false })

  const findings: readonly { status: string }[] = await json('doctor')
  expect(findings.length).toBeGreaterThan(0)

  const health = await cli('health')
  expect(health).toMatchObject({ code: 0, out: expect.stringMatching(/^healthy; storage up/) })
  expect(await json('health')).toMatchObject({ status: 'healthy', storage: { status: 'up' } })
}

describeServers(
  'the command line',
  (database) => {
    it('does on a server what an operator asks', async () => {
      await (await database.open()).close()
      await walk({ config, env: { STORAGE: 'server', DATABASE_URL: database.url } })
    }, 90_000)

    it('needs no file where the environment says enough', async () => {
      await (await database.open()).close()
      const env = { DATABASE_URL: database.url, TICKETMASTER_API_KEY: 'a-key-that-nobody-may-see' }
      const given = { env, folder: await appFolder() }
      const { code, out } = await runCli(['run', 'calculate-trending', '--json'], given)
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ status: 'ran', run: { status: 'succeeded' } })
      // Without a service there is less to do.
      const keyless = { env: { DATABASE_URL: database.url }, folder: given.folder }
      expect(await runCli(['run', 'update-active-artists'], keyless)).toMatchObject({ code: 0 })
      const half = { env: { ...env, SPOTIFY_CLIENT_ID: 'half' }, folder: given.folder }
      expect(await runCli(['list'], half)).toMatchObject({
        code: 2,
        complaints: 'SPOTIFY_CLIENT_ID is set and SPOTIFY_CLIENT_SECRET is not: set both, or neither\n',
      })
    }, 60_000)
  },
  'newest',
)

describe('the command line', () => {
  it('does on PGlite what an operator asks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'setvote-pglite-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const cli = (...args: string[]) =>
      runCli(args, { config, env: { STORAGE: 'pglite', PGLITE_FOLDER: folder } })
    expect(await cli('run', 'counts-things', '-o', 'limit=7')).toMatchObject({ code: 0 })
    expect((await cli('list')).out).toMatch(/counts-things .*succeeded/)
    expect((await cli('history')).out).toContain('limit 7')
    expect(await cli('health')).toMatchObject({ code: 0 })
    expect((await cli('preview', 'night')).out).toContain('night: 30 2 * * * (Europe/Berlin)')
    expect(JSON.parse((await cli('doctor', '--json')).out).length).toBeGreaterThan(0)
  }, 120_000)

  it('does in memory what one command can', async () => {
    expect(await runCli(['run', 'counts-things'], memory)).toMatchObject({ code: 0 })
    expect((await runCli(['doctor', '--json'], memory)).out).toContain('"check"')
    expect(await runCli(['health'], memory)).toMatchObject({ code: 0 })
    expect(await runCli(['history'], memory)).toMatchObject({ code: 0, out: 'Nothing has run yet.\n' })
  }, 60_000)

  it('shows what is due, and what the changes of the clocks do', async () => {
    const args = ['preview', 'night', '--count', '2', '--from', '2026-03-28T12:00:00Z']
    const { code, out } = await runCli(args, memory)
    expect(code).toBe(0)
    expect(out).toMatch(/2026-03-29 01:00:00 +│ 2026-03-29 03:00:00/)
    expect(out).toContain('On 2026-03-29 clocks skip 02:00 to 03:00: 1 due time is moved to 03:00.')
    expect(out).toContain(
      'On 2026-10-25 clocks show 02:00 to 03:00 twice: 1 due time is due once, at the first.',
    )
    const [job] = JSON.parse((await runCli([...args, '--json'], memory)).out)
    expect(job.slots).toHaveLength(2)
    expect(job.clockChanges.slice(0, 2)).toMatchObject([
      { kind: 'gap', effect: 'moved' },
      { kind: 'fold', effect: 'once' },
    ])
  }, 60_000)

  it.each([
    [['run', 'count-things'], "There is no job 'count-things': did you mean 'counts-things'?"],
    [['run', 'counts-things', '-o', 'limit=0'], 'Options of counts-things: limit: write 1 or more'],
    [['run', 'counts-things', '-o', 'limt=3'], "counts-things has no option 'limt': did you mean 'limit'?"],
    [
      ['run', 'update-active-artists', '-o', 'limit=9999'],
      'limit: write a whole number from 1 to 5000, such as 50',
    ],
    [['statr'], 'Did you mean start?'],
    [['run'], "missing required argument 'job'"],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, out, complaints } = await runCli(args, memory)
    expect(complaints).toContain(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('says what is missing without a config, and what is wrong with one', async () => {
    const folder = await appFolder()
    const bare = await runCli(['list', '--json'], { folder })
    expect(JSON.parse(bare.complaints)).toMatchObject({ error: { code: 'usage' } })
    expect(await runCli(['list'], { folder })).toMatchObject({
      code: 2,
      complaints: `There is no config: write setvote.config.ts in ${folder}, name one with --config, or set DATABASE_URL\n`,
    })
    const plain = await appFolder({ 'setvote.config.ts': 'export default { jobs: {} }' })
    expect(await runCli(['list'], { folder: plain })).toMatchObject({
      code: 2,
      complaints: expect.stringContaining('must export a config: export default defineCron({ setvote })'),
    })
    const wrong = await appFolder({
      'setvote.config.ts': `
        import { memoryStorage } from '@setvote/adapter-memory'
        import { defineCron } from '@setvote/cron-runner'
        import { createSetvote } from '@setvote/sdk'
        const setvote = createSetvote({ storage: memoryStorage(), ticketmaster: { apiKey: 'a-key-of-mine' } })
        export default defineCron({ setvote, jobs: { cleanup: { schedule: 'every day' as string } } })`,
    })
    expect(await runCli(['list'], { folder: wrong })).toMatchObject({
      code: 2,
      complaints: expect.stringContaining("The settings of cleanup: A schedule cannot be 'every day'"),
    })
  }, 60_000)

  it('says that the storage does not answer, without its password', async () => {
    const env = { STORAGE: 'server', DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/none' }
    for (const args of [['list'], ['run', 'counts-things'], ['history', '--json']]) {
      const { code, out, complaints } = await runCli(args, { config, env })
      expect(code).toBe(1)
      expect(complaints).not.toBe('')
      expect(`${out}${complaints}`).not.toContain('hunter2')
    }
    const health = await runCli(['health'], { config, env })
    expect(health).toMatchObject({ code: 1, out: expect.stringMatching(/^unhealthy; storage down/) })
    expect(`${health.out}${health.complaints}`).not.toContain('hunter2')
  }, 60_000)
})
