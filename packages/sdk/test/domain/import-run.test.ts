import { describe, expect, it } from 'vitest'
import {
  ArtistReference,
  type ImportGap,
  isReconciled,
  type LedgerLine,
  missingOf,
  unaccountedOf,
} from '../../src/domain/import-run.ts'

const line = (fields: Partial<LedgerLine>): LedgerLine => ({
  kind: 'setlists',
  service: 'setlistfm',
  expected: null,
  fetched: 0,
  stored: 0,
  skipped: {},
  ...fields,
})

const gap: ImportGap = {
  kind: 'tracks',
  service: 'spotify',
  reason: 'rate-limited',
  message: 'too fast',
  retryAt: null,
}

describe('what is missing of a line', () => {
  it('is what the service has and was not fetched', () => {
    expect(missingOf(line({ expected: 10, fetched: 7 }))).toBe(3)
    expect(missingOf(line({ expected: 10, fetched: 10 }))).toBe(0)
  })

  it('is nothing where the service has not said, and where it said too little', () => {
    expect(missingOf(line({ expected: null, fetched: 7 }))).toBe(0)
    expect(missingOf(line({ expected: 5, fetched: 7 }))).toBe(0)
  })
})

describe('what is unaccounted for in a line', () => {
  it('is what was fetched, and neither stored nor skipped for a reason', () => {
    expect(
      unaccountedOf(line({ fetched: 10, stored: 6, skipped: { 'no-songs': 3, 'other-artist': 1 } })),
    ).toBe(0)
    expect(unaccountedOf(line({ fetched: 10, stored: 6, skipped: { 'no-songs': 3 } }))).toBe(1)
  })

  it('is below nothing when more was stored than fetched', () => {
    expect(unaccountedOf(line({ fetched: 1, stored: 2 }))).toBe(-1)
  })
})

describe('an account', () => {
  const good = line({ expected: 3, fetched: 3, stored: 2, skipped: { 'no-songs': 1 } })

  it('adds up when every line does and nothing is missing', () => {
    expect(isReconciled({ lines: [], gaps: [] })).toBe(true)
    expect(isReconciled({ lines: [good, line({})], gaps: [] })).toBe(true)
  })

  it('does not with a gap, a missing item, or one too few or too many', () => {
    expect(isReconciled({ lines: [good], gaps: [gap] })).toBe(false)
    expect(isReconciled({ lines: [good, { ...good, expected: 4 }], gaps: [] })).toBe(false)
    expect(isReconciled({ lines: [{ ...good, stored: 1 }], gaps: [] })).toBe(false)
    expect(isReconciled({ lines: [{ ...good, stored: 3 }], gaps: [] })).toBe(false)
  })
})

describe('a reference', () => {
  it('names an artist in one way, without the space around it', () => {
    expect(ArtistReference.parse({ name: '  Velvet Harbor ' })).toEqual({ name: 'Velvet Harbor' })
    for (const wrong of [{}, { name: ' ' }, { name: 'A', mbid: 'b' }, { id: 'x' }, { name: 7 }, 'A', null])
      expect(ArtistReference.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
  })
})
