import { isSetvoteError, type SetvoteError } from '@setvote/sdk'

/** Nothing here waits for anything: what takes this long hangs. */
const patienceMs = 15_000

/** What a call comes to; throws for anything but a value or an error of ours, and for a call that does not end. */
export async function outcomeOf(
  work: () => PromiseLike<unknown>,
  name: string,
): Promise<{ readonly value: unknown } | { readonly error: SetvoteError }> {
  let patience: NodeJS.Timeout | undefined
  const hanging = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new Error(`${name} hangs`)), patienceMs)
  })
  try {
    return { value: await Promise.race([work(), hanging]) }
  } catch (error) {
    if (isSetvoteError(error)) return { error }
    throw error
  } finally {
    clearTimeout(patience)
  }
}
