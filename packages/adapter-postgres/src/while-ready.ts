import { StorageError } from '@setvote/sdk/storage'
import { translateError } from './database/translate-error.ts'

type Verbs<Port> = {
  [Verb in keyof Port]: Port[Verb] extends (...input: never[]) => unknown ? Port[Verb] : never
}

export interface Readiness {
  readonly schema: string
  isClosed(): boolean
  /** Resolves once the schema has been found to be the right one. */
  ready(): Promise<void>
}

/** A port whose verbs wait until the storage is ready, reject when it is closed, and speak of errors as the contract does. */
export function whileReady<Port extends object>(readiness: Readiness, port: Port & Verbs<Port>): Port {
  const verbs = Object.entries(port as Record<string, (...input: unknown[]) => Promise<unknown>>)
  return Object.fromEntries(
    verbs.map(([name, verb]) => [
      name,
      async (...input: unknown[]) => {
        if (readiness.isClosed()) throw new StorageError('This storage has been closed')
        try {
          await readiness.ready()
          return await verb(...input)
        } catch (error) {
          throw translateError(error, readiness.schema)
        }
      },
    ]),
  ) as Port
}
