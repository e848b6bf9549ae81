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
  /** `limit` is mandatory: lists can be long. */
  toArray(options: { readonly limit: number }): Promise<Item[]>
}

/** Builds a `List` from the one thing that differs: how the page at a position is fetched. */
export function createList<Item>(
  fetchPage: (position: string | null) => Promise<UpstreamPage<Item>>,
): List<Item> {
  async function* pages({ from }: { readonly from?: string } = {}): AsyncGenerator<UpstreamPage<Item>> {
    let position: string | null = from ?? null
    do {
      const page: UpstreamPage<Item> = await fetchPage(position)
      yield page
      position = page.next
    } while (position !== null)
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.items
    },
    async toArray({ limit }) {
      const items: Item[] = []
      if (limit <= 0) return items
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
