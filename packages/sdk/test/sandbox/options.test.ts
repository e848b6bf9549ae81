import { describe, expect, it } from 'vitest'
import { hasCode } from '../../src/core/errors.ts'
import { faultKinds } from '../../src/sandbox/faults/fault.ts'
import { createSandbox, faultScripts, type SandboxOptions } from '../../src/sandbox/index.ts'

/** Options as somebody without a type checker would write them. */
function refusalOf(options: Record<string, unknown>): Error {
  try {
    createSandbox(options as SandboxOptions)
  } catch (error) {
    expect(hasCode(error, 'invalid-options')).toBe(true)
    return error as Error
  }
  throw new Error('the options were accepted')
}

describe('options of a sandbox', () => {
  it.each([
    [{ sed: 7 }, /sed/],
    [{ seed: 1.5 }, /seed/],
    [{ size: 'huge' }, /'small', 'medium', 'large'/],
    [{ today: 'yesterday' }, /today/],
    [{ today: '2026-02-30' }, /today/],
    [{ clock: {} }, /clock: must have now\(\) and sleep\(\)/],
    [{ tier: 'gold' }, /"development"\|"legacy"\|"extended"/],
    [{ latencyMs: -1 }, /latencyMs: \{ min: 80, max: 250 \}/],
    [{ latencyMs: { min: 5, max: 1 } }, /latencyMs/],
    [{ limits: { ticketmaster: { perSecond: 0 } } }, /limits.*limits: false/],
    [{ limits: { lastfm: false } }, /limits/],
    [{ faults: 7 }, /faults: 'flaky'/],
    [{ faults: [{ kind: 'forbidden' }] }, /service/],
    [{ faults: [{ kind: 'forbidden', service: 'lastfm' }] }, /setlistfm/],
    [{ faults: [{ kind: 'forbidden', service: 'spotify', often: 3 }] }, /often/],
    [{ faults: [{ kind: 'html', service: 'spotify', status: 404 }] }, /status/],
    [{ faults: [{ kind: 'slow', service: 'spotify', times: 0 }] }, /Infinity/],
  ])('%j is refused with a message that shows what to write', (options, message) => {
    expect(refusalOf(options).message).toMatch(message)
  })

  it('lists every script when a name is unknown', () => {
    const { message } = refusalOf({ faults: 'spotify-on-fire' })
    expect(message).toContain("'spotify-on-fire'")
    for (const name of Object.keys(faultScripts)) expect(message).toContain(name)
  })

  it('lists every kind when a kind is unknown', () => {
    const { message } = refusalOf({ faults: [{ kind: 'earthquake', service: 'spotify' }] })
    for (const kind of faultKinds) expect(message).toContain(kind)
  })
})
