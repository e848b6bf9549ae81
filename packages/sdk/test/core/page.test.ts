import { describe, expect, it } from 'vitest'
import { eachItem } from '../../src/core/page.ts'

/** A list in pages, and the cursors that were asked for. */
function pagesOf(...pages: readonly (readonly string[])[]) {
  const asked: (string | null)[] = []
  return {
    asked,
    listPage: async (cursor: string | null) => {
      asked.push(cursor)
      const index = cursor === null ? 0 : Number(cursor)
      return { items: pages[index]!, nextCursor: index + 1 < pages.length ? String(index + 1) : null }
    },
  }
}

describe('each item of a list', () => {
  it('comes once, in order, also behind a page without any', async () => {
    const { listPage, asked } = pagesOf(['a', 'b'], [], ['c'])
    expect(await Array.fromAsync(eachItem(listPage))).toEqual(['a', 'b', 'c'])
    expect(asked).toEqual([null, '1', '2'])
  })

  it('is nothing of an empty list', async () => {
    expect(await Array.fromAsync(eachItem(pagesOf([]).listPage))).toEqual([])
  })

  it('asks for no page that nobody reads', async () => {
    const { listPage, asked } = pagesOf(['a', 'b'], ['c'])
    const items = eachItem(listPage)
    expect(asked).toEqual([])
    for await (const item of items) if (item === 'b') break
    expect(asked).toEqual([null])
  })

  it('goes on while the cursor is an empty text, which is not null', async () => {
    const cursors: (string | null)[] = []
    const items = eachItem(async (cursor) => {
      cursors.push(cursor)
      return { items: [cursor], nextCursor: cursor === null ? '' : null }
    })
    expect(await Array.fromAsync(items)).toEqual([null, ''])
  })

  it('ends with the failure of a page', async () => {
    const seen: string[] = []
    const reading = async () => {
      const listPage = async (cursor: string | null) => {
        if (cursor !== null) throw new Error('lost')
        return { items: ['a'], nextCursor: '1' }
      }
      for await (const item of eachItem(listPage)) seen.push(item)
    }
    await expect(reading()).rejects.toThrow('lost')
    expect(seen).toEqual(['a'])
  })
})
