import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelOf } from '../../src/realtime/channel-of.ts'
import { createJoiner, toParts } from '../../src/realtime/event-parts.ts'

const sender = { by: 'proc_1', number: 7 }

describe('the parts of an event', () => {
  it('are joined to the same event, each below the limit of a notification', () => {
    const anyEvent = fc.record({
      text: fc.string({ unit: 'binary', maxLength: 30_000 }),
      json: fc.jsonValue(),
    })
    fc.assert(
      fc.property(anyEvent, (event) => {
        const sent = JSON.parse(JSON.stringify(event)) as unknown
        const parts = toParts(sender, event)
        expect(parts.every((part) => Buffer.byteLength(part) < 8000)).toBe(true)
        const joiner = createJoiner('proc_2')
        const heard = parts.map((part) => joiner.take(part))
        expect(heard.slice(0, -1).every((each) => each === null)).toBe(true)
        expect(heard.at(-1)).toEqual(sent)
      }),
      { numRuns: 50 },
    )
  })

  it('of this process are left out', () => {
    const joiner = createJoiner('proc_1')
    expect(toParts(sender, { a: 1 }).map((part) => joiner.take(part))).toEqual([null])
  })

  it('that have no beginning, or lost some on the way, make no event', () => {
    const long = { text: 'x'.repeat(20_000) }
    const [first, second, third] = toParts(sender, long) as [string, string, string]
    const joiner = createJoiner('proc_2')
    expect([second, third].map((part) => joiner.take(part))).toEqual([null, null])
    expect([first, third].map((part) => joiner.take(part))).toEqual([null, null])
    joiner.take(first)
    joiner.reset()
    expect([second, third].map((part) => joiner.take(part))).toEqual([null, null])
    expect([first, second, third].map((part) => joiner.take(part))).toEqual([null, null, long])
  })

  it.each(['', 'hello', '{"topic":"x"}', 'a 1 2'])('are not what somebody else sent: %j', (text) => {
    expect(() => createJoiner('proc_2').take(text)).toThrow(SyntaxError)
  })
})

describe('the channel of a topic', () => {
  it('can be read', () => {
    expect(channelOf('setvote', 'show:sho_1')).toBe('setvote:show:sho_1')
  })

  it('is a name that PostgreSQL takes, whatever the topic', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (topic) => {
        expect(channelOf('setvote', topic)).toMatch(/^[\x21-\x7e]{1,63}$/)
        expect(channelOf('setvote', topic)).not.toContain('"')
      }),
    )
  })
})
