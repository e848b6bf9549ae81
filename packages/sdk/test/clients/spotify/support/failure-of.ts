/** The error of a promise that must fail. */
export async function failureOf(work: PromiseLike<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('expected a failure')
}
