import { isReconciled, unaccountedOf } from '@setvote/sdk'
import { describe, expect, it } from 'vitest'
import { type DemoJson, readDemoJson } from './support/demo-json.ts'
import { type DemoRun, runDemo } from './support/run-demo.ts'

const smallArtist = ['--artist', 'Iron Tide', '--json'] as const

function readImport({ exitCode, stdout, stderr }: DemoRun): DemoJson {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) })
  return readDemoJson(stdout)
}

const storedOf = ({ import: { ledger } }: DemoJson, kind: string, service: string) =>
  ledger.lines.find((line) => line.kind === kind && line.service === service)?.stored ?? 0

describe.concurrent('the demo in the fake world', { timeout: 120_000 }, () => {
  it('imports an artist completely, and stores what its ledger says', async () => {
    const run = await runDemo(smallArtist)
    const json = readImport(run)

    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(json.import.status).toBe('completed')
    expect(json.import.ledger.lines.map(unaccountedOf).every((missing) => missing === 0)).toBe(true)
    expect(isReconciled({ lines: json.import.ledger.lines, gaps: [] })).toBe(true)
    expect(json.artist?.name).toBe('Iron Tide')
    expect(new Set(json.artist?.externalIds.map(({ service }) => service))).toEqual(
      new Set(['spotify', 'ticketmaster', 'musicbrainz']),
    )
    expect(json.counts.setlists).toBe(storedOf(json, 'setlists', 'setlistfm'))
    // Ticketmaster and setlist.fm may both name a show or a venue; each keeps its own account.
    for (const kind of ['shows', 'venues'] as const) {
      const stored = [storedOf(json, kind, 'ticketmaster'), storedOf(json, kind, 'setlistfm')] as const
      expect(json.counts[kind]).toBeGreaterThanOrEqual(Math.max(...stored))
      expect(json.counts[kind]).toBeLessThanOrEqual(stored[0] + stored[1])
    }
    expect(json.counts.songs).toBeGreaterThan(0)
    expect(json.import.phase1Ms).toBeLessThan(json.import.totalMs)
    for (const { made, estimated } of Object.values(json.calls)) {
      expect(made).toBeGreaterThan(0)
      expect(estimated).toBeGreaterThan(0)
    }
  })

  it('stores the same for the same seed, and something else for another one', async () => {
    const [first, again, other] = await Promise.all(
      ['11', '11', '12'].map(async (seed) => readImport(await runDemo([...smallArtist, '--seed', seed]))),
    )
    expect(again?.counts).toEqual(first?.counts)
    // Services answer in parallel: which of them is accounted for first is left to chance.
    expect(new Set(again?.import.ledger.lines)).toEqual(new Set(first?.import.ledger.lines))
    expect(other?.counts).not.toEqual(first?.counts)
  })

  it('imports with what a development app may ask', async () => {
    const json = readImport(await runDemo([...smallArtist, '--tier', 'development']))
    expect(json.counts.songs).toBeGreaterThan(0)
    expect(json.counts.setlists).toBeGreaterThan(0)
  })

  it('says that something is missing when a service is down', async () => {
    const json = readImport(await runDemo([...smallArtist, '--fault', 'setlistfm-down']))
    expect(json.import.status).toBe('completed-with-gaps')
    expect(json.import.ledger.gaps).toContainEqual(expect.objectContaining({ service: 'setlistfm' }))
    expect(json.counts.setlists).toBe(0)
    expect(json.counts.songs).toBeGreaterThan(0)
  })

  it('fails in one sentence when no service answers', async () => {
    const { exitCode, stdout, stderr } = await runDemo([...smallArtist, '--fault', 'all-down'])
    expect(exitCode).toBe(1)
    expect(readDemoJson(stdout)).toMatchObject({
      import: { status: 'failed', phase1Ms: null },
      artist: null,
      prediction: null,
      votes: null,
      trending: null,
    })
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^The import has failed: /)
    expect(stderr).not.toContain('    at ')
  })

  it('prints for people what was stored', async () => {
    const { exitCode, stdout } = await runDemo(['--artist', 'Iron Tide'])
    expect(exitCode).toBe(0)
    for (const part of ['Iron Tide', 'Next shows', 'Songs', 'Past setlists', 'Ledger', 'Calls', 'Credits']) {
      expect(stdout).toContain(`\n${part}`)
    }
    expect(stdout).toContain('100 %')
    expect(stdout).toContain('https://www.setlist.fm')
    expect(stdout).not.toContain('\u001b')
  })

  it('cancels the import on Ctrl-C, and says so', async () => {
    const { exitCode, stdout, stderr } = await runDemo(['--json'], { interruptAt: 'catalog' })
    expect(exitCode).toBe(130)
    expect(readDemoJson(stdout).import.status).toBe('cancelled')
    expect(stderr).toContain('The import was cancelled.')
  })
})
