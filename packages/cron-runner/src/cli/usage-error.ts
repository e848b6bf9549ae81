/** Something that whoever wrote the command line or the config must change. The message says what. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
