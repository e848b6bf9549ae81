/** A page of a list. `nextCursor` is opaque: hand it back to get the next page; `null` says this is the last. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/**
 * Every item of a list, page after page.
 *
 * @example
 * for await (const song of eachItem((cursor) => storage.songs.list({ artistId, cursor }))) console.log(song.title)
 */
export async function* eachItem<Item>(
  listPage: (cursor: string | null) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | null = null
  do {
    const page: Page<Item> = await listPage(cursor)
    yield* page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}
