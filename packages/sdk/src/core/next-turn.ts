/**
 * Resolves at the next turn of the event loop, when what has arrived meanwhile has been handled. Where a platform
 * has no such turn to offer, at the end of the running job.
 *
 * @example
 * await nextTurn() // requests that came in together have all been read
 */
export async function nextTurn(): Promise<void> {
  const { setImmediate: atNextTurn } = globalThis as { readonly setImmediate?: typeof setImmediate }
  if (atNextTurn) await new Promise<void>((resolve) => atNextTurn(resolve))
}
