import { describe, expect, it } from 'vitest'
import { uuidIds } from '../../src/core/ids.ts'

const isInOrder = (ids: readonly string[]) => ids.every((id, index) => index === 0 || ids[index - 1]! < id)

describe('ids of one maker', () => {
  it('sort in the order they were made, also when thousands are made in one millisecond', () => {
    const ids = uuidIds({ nowMs: () => Date.parse('2026-11-21T00:00:00Z') })
    const made = Array.from({ length: 10_000 }, () => ids('art'))
    expect(isInOrder(made)).toBe(true)
    expect(new Set(made).size).toBe(10_000)
  })

  it('sort in the order they were made, also when the clock is put back', () => {
    const times = [2000, 2001, 500, 500, 2001, 2002, 1999]
    let made = 0
    const ids = uuidIds({ nowMs: () => times[made++]! })
    expect(isInOrder(times.map(() => ids('art')))).toBe(true)
  })

  it('hold the time they were made at', () => {
    const at = Date.parse('2026-11-21T12:34:56.789Z')
    const id = uuidIds({ nowMs: () => at })('run')
    expect(Number.parseInt(id.slice('run_'.length, 'run_'.length + 12), 16)).toBe(at)
  })

  it('are told apart from those of another maker in the same millisecond', () => {
    const nowMs = () => 1000
    expect(uuidIds({ nowMs })('art')).not.toBe(uuidIds({ nowMs })('art'))
  })
})
