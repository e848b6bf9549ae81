import { describe, expect, it } from 'vitest'
import { hasCode, InvalidInputError, isSetvoteError, NotFoundError } from '../../src/core/errors.ts'
import { isUpstreamError, RateLimitError } from '../../src/upstream/errors.ts'

describe('errors', () => {
  const limited = new RateLimitError('too fast', {
    service: 'spotify',
    endpoint: 'GET /search',
    scope: 'second',
    retryAt: new Date(0),
  })

  it('are told apart by code, across copies of this package', () => {
    expect(isSetvoteError(limited)).toBe(true)
    expect(hasCode(limited, 'not-found', 'rate-limited')).toBe(true)
    expect(hasCode(limited, 'not-found')).toBe(false)
    const fromAnotherCopy = Object.assign(new Error('no'), {
      [Symbol.for('setvote.error')]: true,
      code: 'not-found',
    })
    expect(hasCode(fromAnotherCopy, 'not-found')).toBe(true)
    for (const other of [new Error('x'), null, 'x', { code: 'not-found' }])
      expect(isSetvoteError(other)).toBe(false)
  })

  it('keep their names and causes', () => {
    const cause = new Error('why')
    const error = new NotFoundError('nothing', { cause })
    expect([error.name, error.code, error.cause, error instanceof Error]).toEqual([
      'NotFoundError',
      'not-found',
      cause,
      true,
    ])
    expect(new InvalidInputError('x').name).toBe('InvalidInputError')
  })

  it('of an upstream say which service, endpoint and when again', () => {
    expect(isUpstreamError(limited)).toBe(true)
    expect(isUpstreamError(new NotFoundError('x'))).toBe(false)
    expect(limited).toMatchObject({
      service: 'spotify',
      endpoint: 'GET /search',
      status: null,
      attempts: 0,
      retryAt: new Date(0),
    })
  })
})
