import { InvalidInputError } from '../core/errors.ts'

/** One page of an upstream's list. */
export interface UpstreamPage<Item> {
  readonly items: readonly Item[]
  /** How many items the service says there are in all; null when it does not say. */
  readonly total: number | null
  /** Where this page stands: hand `next` to `pages({ from })` to go on in another process. Null on the last page. */
  readonly next: string | null
}

/**
 * What a listing verb returns: items by `for await`, or page by page.
 * Nothing is requested before the first item is asked for.
 *
 * @example
 * for await (const album of spotify.artistAlbums(id)) console.log(album.name)
 * const firstTen = await spotify.artistAlbums(id).toArray({ limit: 10 })
 */
export interface List<Item> extends AsyncIterable<Item> {
  /** `from` is the `next` of an earlier page. */
  pages(options?: { readonly from?: string }): AsyncIterable<UpstreamPage<Item>>
  /**
   * The first items, `limit` at most. It is mandatory, because lists can be long (`Array.fromAsync(list)` takes all);
   * anything but a whole number from 0 on is an `InvalidInputError`.
   */
  toArray(options: { readonly limit: number }): Promise<Item[]>
}

/** A list that brings nothing for so many pages in a row, and still claims to go on, has nothing more to bring. */
const mostBarrenPages = 100

/** Builds a `List` from the one thing that differs: how the page at a position is fetched. */
export function createList<Item>(
  fetchPage: (position: string | null) => Promise<UpstreamPage<Item>>,
): List<Item> {
  async function* pages({ from }: { readonly from?: string } = {}): AsyncGenerator<UpstreamPage<Item>> {
    let position: string | null = from ?? null
    let barren = 0
    do {
      const page: UpstreamPage<Item> = await fetchPage(position)
      barren = page.items.length === 0 ? barren + 1 : 0
      position = barren < mostBarrenPages ? page.next : null
      yield { ...page, next: position }
    } while (position !== null)
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.items
    },
    async toArray({ limit }) {
      if (!Number.isInteger(limit) || limit < 0) {
        throw new InvalidInputError(
          `limit: write a whole number from 0 on, such as toArray({ limit: 20 }), not ${limit}`,
        )
      }
      const items: Item[] = []
      if (limit === 0) return items
      for await (const page of pages()) {
        for (const item of page.items) {
          items.push(item)
          if (items.length === limit) return items
        }
      }
      return items
    },
  }
}
