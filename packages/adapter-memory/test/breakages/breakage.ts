import type { Storage } from '@setvote/sdk/storage'

/** One way to break the contract, and the promise that must notice. */
export interface Breakage {
  readonly what: string
  readonly chapter: string
  readonly promise: string
  breakIt(storage: Storage): Storage
}

/** Gives way to whatever else is waiting, as a round trip to a database does. */
export const roundTrip = () => new Promise<void>((resolve) => setImmediate(resolve))

type Port = Exclude<keyof Storage, 'contractVersion' | 'close'>

/** Replaces verbs of one port. The replacement is given the port as it was. */
export const inPort =
  <Name extends Port>(
    name: Name,
    replace: (port: Storage[Name], storage: Storage) => Partial<Storage[Name]>,
  ) =>
  (storage: Storage): Storage => ({
    ...storage,
    [name]: { ...storage[name], ...replace(storage[name], storage) },
  })
