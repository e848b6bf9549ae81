/** What the person at the terminal can put right. The message is the whole sentence to show. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
