import { calculateTrending, updateActiveArtists } from '@setvote/sdk/jobs'
import { describe, expect, it } from 'vitest'
import { safeMessage } from '../../src/cli/safe-message.ts'
import { toCount } from '../../src/cli/to-count.ts'
import { toInstant } from '../../src/cli/to-instant.ts'
import { toJobOptions } from '../../src/cli/to-job-options.ts'

const job = updateActiveArtists

describe('what is written at the command line', () => {
  it('is read as options of a job', () => {
    expect(toJobOptions(job, ['limit=7', 'forceSync=true'])).toEqual({ limit: 7, forceSync: true })
    expect(toJobOptions(job, ['limit=seven'])).toEqual({ limit: 'seven' })
    expect(toJobOptions(job)).toEqual({})
    expect(() => toJobOptions(job, ['limit'])).toThrow('--option must be key=value, such as limit=10')
    expect(() => toJobOptions(job, ['limti=3'])).toThrow("has no option 'limti': did you mean 'limit'?")
    expect(() => toJobOptions(calculateTrending, ['limit=3'])).toThrow("no option 'limit': it has none")
  })

  it('is read as a count or an instant, or refused', () => {
    const range = { least: 1, most: 1000, otherwise: 5 }
    expect([toCount('--count', undefined, range), toCount('--count', '12', range)]).toEqual([5, 12])
    for (const wrong of ['0', '1001', '1.5', 'many']) {
      expect(() => toCount('--count', wrong, range)).toThrow('--count must be a whole number from 1 to 1000')
    }
    expect(toInstant('--slot', '2026-11-21T13:00+01:00')).toEqual(new Date('2026-11-21T12:00:00Z'))
    for (const wrong of ['tomorrow', '2026-11-21', '2026-11-21T12:00:00', '2026-13-01T00:00:00Z']) {
      expect(() => toInstant('--slot', wrong)).toThrow('--slot must be an instant such as')
    }
  })
})

describe('what an unknown error says', () => {
  it('is told without what addresses and keys carry', () => {
    const error = new Error(
      'connect postgres://app:hunter2@db/app?api_key=abc failed; token: xyz; "secret":"s3"',
    )
    const told = safeMessage(error)
    expect(told).toContain('postgres://…@db/app')
    for (const secret of ['hunter2', 'abc', 'xyz', 's3']) expect(told).not.toContain(secret)
  })
})
