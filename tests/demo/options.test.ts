import { faultScripts } from '@setvote/sdk/sandbox'
import { describe, expect, it } from 'vitest'
import { runDemo } from './support/run-demo.ts'

describe.concurrent('the options of the demo', { timeout: 120_000 }, () => {
  it.each([
    [['--seed', 'abc'], "--seed must be a whole number from 0, not 'abc': write --seed 7."],
    [['--seed=-1'], "--seed must be a whole number from 0, not '-1': write --seed 7."],
    [['--seed'], '--seed needs a value: write --seed 7.'],
    [['--tier', 'foo'], "There is no tier 'foo'. Known are: development, legacy, extended."],
    [['--artist', ' '], "--artist must not be empty: write --artist 'Velvet Harbor'."],
    [['--artist', '--json'], "--artist needs a value: write --artist 'Velvet Harbor'."],
    [
      ['Velvet Harbor'],
      "'Velvet Harbor' belongs to no option: to name an artist, write --artist 'Velvet Harbor'.",
    ],
    [['--json=yes'], '--json takes no value: write --json.'],
    [
      ['--colour'],
      'There is no option --colour. Known are: --artist, --seed, --tier, --fault, --store, --json, --help.',
    ],
  ])('refuses %j in one sentence', async (args, sentence) => {
    expect(await runDemo(args)).toEqual({ exitCode: 1, stdout: '', stderr: `${sentence}\n` })
  })

  it('lists the known faults when asked for another', async () => {
    const { exitCode, stderr } = await runDemo(['--fault', 'earthquake'])
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      `There is no fault named 'earthquake'. Known are: ${Object.keys(faultScripts).join(', ')}.\n`,
    )
  })

  it('explains itself', async () => {
    const { exitCode, stdout } = await runDemo(['--help'])
    expect(exitCode).toBe(0)
    for (const name of [
      '--artist',
      '--seed',
      '--tier',
      '--fault',
      '--store',
      '--json',
      ...Object.keys(faultScripts),
    ]) {
      expect(stdout).toContain(name)
    }
  })

  it('says that nobody has the name', async () => {
    const { exitCode, stdout, stderr } = await runDemo(['--artist', 'Qwertz Uiop Asdf', '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain("No service knows an artist named 'Qwertz Uiop Asdf'")
  })
})
