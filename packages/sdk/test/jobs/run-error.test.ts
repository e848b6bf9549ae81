import { expect, it } from 'vitest'
import { runErrorOf } from '../../src/jobs/run-error.ts'

it.each([
  [new Error('plain'), 'plain'],
  [new TypeError(''), 'TypeError'],
  ['text', 'text'],
  [undefined, 'undefined'],
  [new Error('connect to postgres://app:pa55@db:5432/app'), 'connect to [url]'],
  [new Error('GET https://app.ticketmaster.com/x?apikey=abc failed'), 'GET [url] failed'],
  [new Error('Authorization: Bearer abcdef.ghi'), 'Authorization: Bearer [redacted]'],
  [new Error('password=hunter2 is wrong'), 'password=[redacted] is wrong'],
  [new Error('a\0b\ud800'), 'ab\ufffd'],
])('%o is told as %j', (error, told) => {
  expect(runErrorOf(error)).toBe(told)
})

it('keeps a message within bounds', () => {
  expect(runErrorOf(new Error('x'.repeat(5000)))).toHaveLength(1000)
  expect(runErrorOf(new Error(`${'x'.repeat(999)}😀`)).isWellFormed()).toBe(true)
})
