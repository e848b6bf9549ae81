import { describe, expect, it } from 'vitest'
import { createList } from '../../src/upstream/list.ts'

/** Three pages of two, counting how many were fetched. */
function sixItems() {
  const fetched: (string | null)[] = []
  const list = createList(async (position) => {
    fetched.push(position)
    const page = Number(position ?? 0)
    return { items: [page * 2, page * 2 + 1], total: 6, next: page < 2 ? String(page + 1) : null }
  })
  return { list, fetched }
}

describe('a list', () => {
  it('asks for nothing before its first item is wanted, and for no page more than needed', async () => {
    const { list, fetched } = sixItems()
    const iterator = list[Symbol.asyncIterator]()
    expect(fetched).toEqual([])
    expect(await iterator.next()).toEqual({ value: 0, done: false })
    expect(await list.toArray({ limit: 3 })).toEqual([0, 1, 2])
    expect(fetched).toEqual([null, null, '1'])
  })

  it('gives its items, its pages, and goes on from where an earlier reading stopped', async () => {
    const { list } = sixItems()
    expect(await Array.fromAsync(list)).toEqual([0, 1, 2, 3, 4, 5])
    const [first] = await Array.fromAsync(list.pages())
    expect(first).toEqual({ items: [0, 1], total: 6, next: '1' })
    expect((await Array.fromAsync(list.pages({ from: first!.next! }))).flatMap(({ items }) => items)).toEqual(
      [2, 3, 4, 5],
    )
  })

  it('fetches nothing for a limit of 0 and refuses what is no limit', async () => {
    const { list, fetched } = sixItems()
    expect(await list.toArray({ limit: 0 })).toEqual([])
    for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(list.toArray({ limit })).rejects.toMatchObject({ code: 'invalid-input' })
    }
    expect(fetched).toEqual([])
  })

  it('ends when a service promises more for ever and brings nothing', async () => {
    let pages = 0
    const list = createList(async () => {
      pages++
      return { items: [], total: null, next: 'more' }
    })
    expect(await Array.fromAsync(list)).toEqual([])
    expect(pages).toBeLessThan(1000)
  })
})
