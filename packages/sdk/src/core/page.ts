/** A page of a list. `nextCursor` is opaque: hand it back to get the next page; `null` says this is the last. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}
