import { expect, it } from 'vitest'
import { parseWorkItem } from '../../src/queue/parse-work-item.ts'
import type { WorkItem } from '../../src/queue/work-queue.ts'

const item: WorkItem = { name: 'import-artist', key: 'run_1', payload: { a: 1 } }

it('fills in what an item leaves out', () => {
  expect(parseWorkItem(item)).toEqual({ ...item, priority: 0, attempts: 1, backoffMs: 1000, delayMs: 0 })
  const full = { ...item, priority: -3, attempts: 2, backoffMs: 0, delayMs: 5 }
  expect(parseWorkItem(full)).toEqual(full)
})

it.each([
  { name: '' },
  { name: 'a:b' },
  { key: '' },
  { key: 'k'.repeat(501) },
  { priority: 1001 },
  { priority: 0.5 },
  { attempts: 0 },
  { attempts: Number.POSITIVE_INFINITY },
  { backoffMs: -1 },
  { backoffMs: Number.NaN },
  { delayMs: Number.POSITIVE_INFINITY },
])('refuses %j, and names it', (wrong) => {
  expect(() => parseWorkItem({ ...item, ...wrong })).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      message: expect.stringContaining(Object.keys(wrong)[0]!),
    }),
  )
})
