import { describe, expect, it } from 'vitest'
import { createTurns } from '../../src/core/turns.ts'

describe('turns', () => {
  it('lets each piece of work begin when the one before it has ended, in the order of asking', async () => {
    const inTurn = createTurns()
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} begins`)
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
      seen.push(`${name} ends`)
      return name
    }
    expect(await Promise.all([inTurn(work('a')), inTurn(work('b')), inTurn(work('c'))])).toEqual([
      'a',
      'b',
      'c',
    ])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('tells a failure to who asked for the work, and to nobody else', async () => {
    const inTurn = createTurns()
    const outcomes = await Promise.allSettled([
      inTurn(() => Promise.reject(new Error('later'))),
      inTurn(() => {
        throw new Error('at once')
      }),
      inTurn(async () => 'done'),
    ])
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
    ).toEqual(['later', 'at once', 'done'])
  })

  it('of two makers do not wait for each other', async () => {
    const never = createTurns()
    void never(() => new Promise(() => {}))
    expect(await createTurns()(async () => 'done')).toBe('done')
  })
})
