/** Does a thing so many times, by so many callers that each wait for the answer before they ask again. */
export async function rush(
  times: number,
  { callers, each }: { readonly callers: number; each(): Promise<unknown> },
): Promise<void> {
  let left = times
  const caller = async () => {
    while (left > 0) {
      left--
      await each()
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
}
