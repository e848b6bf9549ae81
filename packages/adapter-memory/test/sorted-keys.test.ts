import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSortedKeys } from '../src/sorted-keys.ts'

const key = fc.string({ maxLength: 3 })
const change = fc.record({ adds: fc.boolean(), key })

it('holds what a sorted set holds, and walks it both ways from anywhere', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), key, fc.option(key), (changes, from, until) => {
      const keys = createSortedKeys()
      const model = new Set<string>()
      for (const { adds, key: changed } of changes) {
        if (adds) {
          keys.add(changed)
          model.add(changed)
        } else {
          keys.delete(changed)
          model.delete(changed)
        }
      }
      const within = [...model].sort().filter((each) => each >= from && (until === null || each < until))
      expect(keys.size).toBe(model.size)
      expect([...keys.ascending(from, until)]).toEqual(within)
      expect([...keys.descending(from, until)]).toEqual(within.toReversed())
    }),
  )
})

it.each([
  ['in order', (index: number) => index],
  ['backwards', (index: number) => 9_999 - index],
  ['scattered', (index: number) => (index * 7919) % 10_000],
])('keeps thousands of keys that arrive %s', (_order, place) => {
  const keys = createSortedKeys()
  const sorted = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(4, '0'))
  for (let index = 0; index < 10_000; index++) keys.add(sorted[place(index)]!)
  expect([...keys.ascending('', null)]).toEqual(sorted)
  for (let index = 0; index < 10_000; index += 2) keys.delete(sorted[place(index)]!)
  expect(keys.size).toBe(5_000)
  const left = sorted.filter((each) => [...keys.ascending(each, `${each}~`)].length === 1)
  expect([...keys.ascending('', null)]).toEqual(left)
  expect([...keys.descending('2500', '7500')]).toEqual(
    left.filter((each) => each >= '2500' && each < '7500').toReversed(),
  )
})
