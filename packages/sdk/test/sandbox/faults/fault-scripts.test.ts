import { describe, expect, it } from 'vitest'
import { Fault, faultKinds } from '../../../src/sandbox/faults/fault.ts'
import {
  createSandbox,
  type FaultScriptName,
  faultScripts,
  isFaultScriptName,
} from '../../../src/sandbox/index.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { ask } from '../support/ask.ts'

const names = Object.keys(faultScripts) as FaultScriptName[]

describe('the ready-made scripts', () => {
  it.each(names)('%s says what it does in faults that createSandbox accepts', (name) => {
    const { description, faults } = faultScripts[name]
    expect(description).toMatch(/^[A-Zs].*\.$/)
    for (const fault of faults) expect(Fault.parse(fault)).toEqual(fault)
  })

  it('tell every kind of fault there is', () => {
    const told = new Set(Object.values(faultScripts).flatMap(({ faults }) => faults.map(({ kind }) => kind)))
    expect([...told].sort()).toEqual([...faultKinds].sort())
  })

  it('are told apart from other texts', () => {
    expect(isFaultScriptName('flaky')).toBe(true)
    expect(isFaultScriptName('toString')).toBe(false)
  })

  it.each(names)('%s strikes within thirty rounds of calls', async (name) => {
    const clock = fakeClock('2026-11-21T10:00:00Z', { auto: true })
    const sandbox = createSandbox({ clock, size: { artists: 6 }, limits: false, faults: name })
    const asking = ask(sandbox)
    const headliner = sandbox.world.artists[0]!
    const impatient = () => ({ signal: AbortSignal.timeout(50) })
    for (let round = 0; round < 30; round++) {
      await Promise.allSettled([
        asking.spotify(`/artists/${headliner.spotifyId}`, impatient()).then((answer) => answer.text()),
        asking.ticketmaster('/classifications.json', impatient()).then((answer) => answer.text()),
        asking.setlistfm(`/artist/${headliner.mbid}`, impatient()).then((answer) => answer.text()),
        asking.musicbrainz(`/artist/${headliner.mbid}?fmt=json`, impatient()).then((answer) => answer.text()),
      ])
    }
    const struck = sandbox.calls().filter(({ fault }) => fault !== null)
    expect(new Set(struck.map(({ fault }) => fault))).toEqual(
      new Set(faultScripts[name].faults.map(({ kind }) => kind)),
    )
  })

  it('can be mixed with faults of one’s own', async () => {
    const sandbox = createSandbox({
      limits: false,
      faults: ['musicbrainz-down', { kind: 'html', service: 'setlistfm', name: 'maintenance' }],
    })
    const { mbid } = sandbox.world.artists[0]!
    await ask(sandbox).musicbrainz(`/artist/${mbid}?fmt=json`)
    await ask(sandbox).setlistfm(`/artist/${mbid}`)
    expect(sandbox.calls().map(({ fault }) => fault)).toEqual(['server-error', 'maintenance'])
  })
})
