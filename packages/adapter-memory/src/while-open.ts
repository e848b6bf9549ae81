import { StorageError } from '@setvote/sdk/storage'

type Verbs<Port> = {
  [Verb in keyof Port]: Port[Verb] extends (...input: never[]) => unknown ? Port[Verb] : never
}

/**
 * A port whose verbs reject once `isClosed` says so. A verb runs in one go, without giving way to another: that
 * makes it atomic.
 */
export function whileOpen<Port extends object>(isClosed: () => boolean, port: Port & Verbs<Port>): Port {
  const verbs = Object.entries(port as Record<string, (...input: unknown[]) => Promise<unknown>>)
  return Object.fromEntries(
    verbs.map(([name, verb]) => [
      name,
      async (...input: unknown[]) => {
        if (isClosed()) throw new StorageError('This storage has been closed')
        return verb(...input)
      },
    ]),
  ) as Port
}
