import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeServers } from '../support/servers.ts'
import { readDemoJson } from './support/demo-json.ts'
import { expectTrueVotes } from './support/expect-true-votes.ts'
import { runDemo } from './support/run-demo.ts'

const slowMs = 240_000

const demoIn = async (store: string) => {
  const run = await runDemo(['--artist', 'Iron Tide', '--json', '--store', store])
  expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringContaining('in the schema setvote_demo.'),
  })
  return { ...readDemoJson(run.stdout), narrated: run.stderr }
}

/** Twice in a store that is kept. */
async function expectSameTwice(store: string): Promise<void> {
  const first = await demoIn(store)
  expect(first.narrated).toMatch(/brought up to date by \d+ migrations/)
  expectTrueVotes(first.votes)
  expect(first.votes.counted).toBeGreaterThan(0)
  expect(first.votes.audit).toMatchObject({ clean: true, ballots: first.votes.counted })
  expect(first.trending?.artists[0]?.name).toBe('Iron Tide')

  const again = await demoIn(store)
  expect(again.narrated).toContain('Its schema is current')
  expect(again.artist?.name).toBe(first.artist?.name)
  expect(again.counts).toEqual(first.counts)
  expect(again.prediction?.show).toEqual(first.prediction?.show)
  expectTrueVotes(again.votes)
  expect(again.votes).toMatchObject({
    cast: first.votes.cast,
    counted: 0,
    duplicates: first.votes.counted + first.votes.duplicates,
    limited: first.votes.limited,
    tally: first.votes.tally,
    audit: { clean: true },
  })
}

describe('the stores of the demo', { timeout: slowMs }, () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'setvote-demo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('keeps everything in an embedded PGlite, where the same fans cannot vote twice', async () => {
    const directory = join(folder, 'new', 'pglite')
    await expectSameTwice(`pglite:${directory}`)
    expect(await readdir(directory)).not.toContain('setvote-demo.lock')
  })

  it('keeps two demos out of one PGlite, unless the other is gone', async () => {
    const directory = join(folder, 'shared')
    await mkdir(directory)
    const lock = join(directory, 'setvote-demo.lock')
    await writeFile(lock, String(process.pid))
    expect(await runDemo(['--store', `pglite:${directory}`])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `Another demo is using ${directory}: wait for its end, or delete ${lock} when there is none.\n`,
    })
    // No process has so high a number.
    await writeFile(lock, '99999999')
    const { exitCode } = await runDemo(['--artist', 'Qwertz Uiop Asdf', '--store', `pglite:${directory}`])
    expect(exitCode).toBe(1)
    expect(await readdir(directory)).toEqual(expect.arrayContaining(['PG_VERSION']))
  })

  it('refuses a directory that it cannot have, in one sentence', async () => {
    const file = join(folder, 'file')
    const foreign = join(folder, 'foreign')
    await mkdir(foreign)
    await writeFile(file, '')
    await writeFile(join(foreign, 'diary.txt'), '')
    const cases = [
      [file, `--store cannot write to ${file}: `],
      [join(file, 'below'), `--store cannot write to ${join(file, 'below')}: `],
      ['/proc/setvote-demo', '--store cannot write to /proc/setvote-demo: '],
      [foreign, `${foreign} holds something else than a PGlite: `],
    ] as const
    for (const [directory, sentence] of cases) {
      const { exitCode, stdout, stderr } = await runDemo(['--store', `pglite:${directory}`])
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr.startsWith(sentence)).toBe(true)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    }
    expect(await readdir(foreign)).toEqual(['diary.txt'])
  })

  it('says that a server is not to be reached, and never a password', async () => {
    const port = await freePort()
    const run = await runDemo(['--store', `postgres://fan:hush@127.0.0.1:${port}/concerts`])
    expect(run).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: `Nothing can be stored on the PostgreSQL server postgres://127.0.0.1:${port}/concerts: The connection to PostgreSQL failed or was lost (ECONNREFUSED).\n`,
    })
  })

  it.each([
    [['--store', 'floppy'], "There is no store 'floppy'. Known are: memory, pglite, "],
    [['--store', 'pglite:'], '--store pglite: needs a directory: write --store pglite:./demo-data.'],
    [['--store'], '--store needs a value: write --store pglite.'],
    [['--store', 'mysql://fan:hush@localhost/concerts'], 'There is no such store. Known are: memory, '],
    [['--store', 'postgres://fan:hu#sh@localhost/concerts'], 'The address in --store is not well-formed: '],
    [
      ['--store', 'postgres://fan:1/hush@127.0.0.1:1/concerts'],
      'Nothing can be stored on the PostgreSQL server',
    ],
    [['postgres://fan:hush@localhost/concerts'], 'An address belongs to --store: write --store postgres://'],
  ])('refuses %j in one sentence without a password', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await runDemo(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr.startsWith(sentence)).toBe(true)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('hush')
  })
})

describeServers('the demo', (database) => {
  it(
    'keeps everything in a schema of its own, where the same fans cannot vote twice',
    async () => {
      await expectSameTwice(database.url)
      const [row] = await database.sql<{ own: boolean; app: boolean }>(
        'select exists (select from setvote_demo.votes) as own, exists (select from setvote.votes) as app',
      )
      expect(row).toEqual({ own: true, app: false })
    },
    slowMs,
  )

  it(
    'says that the server has no such database',
    async () => {
      const url = new URL(database.url)
      url.pathname = '/nowhere'
      url.password = 'hush'
      const { exitCode, stdout, stderr } = await runDemo(['--store', url.href])
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr).toContain('There is no such database on this PostgreSQL server')
      expect(stderr).not.toContain('hush')
    },
    slowMs,
  )
})

/** One that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
