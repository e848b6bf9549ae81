import { type ServiceName, serviceNames } from './service-name.ts'

/** One request that the sandbox received. */
export interface SandboxCall {
  readonly at: Date
  readonly service: ServiceName
  readonly method: string
  /** The route with its placeholders, `/artists/{id}`; empty when no route fits. */
  readonly template: string
  readonly path: string
  /** The query without keys. */
  readonly query: Readonly<Record<string, string>>
  /** Null while the answer is on its way, and when none ever came. */
  readonly status: number | null
  readonly durationMs: number | null
  /** The name of the fault that struck, or its kind; null for an honest answer. */
  readonly fault: string | null
}

export type ReceivedCall = Omit<SandboxCall, 'status' | 'durationMs'>

/** Calls in the order of their arrival. */
export interface CallLog {
  /** Writes a call down; call the returned function when its answer goes out. */
  receive(call: ReceivedCall): (answered: { readonly status: number; readonly at: Date }) => void
  calls(): SandboxCall[]
  callsByService(): Record<ServiceName, number>
  clear(): void
}

export function createCallLog(): CallLog {
  let entries: { received: ReceivedCall; answered: { status: number; at: Date } | null }[] = []
  return {
    receive(received) {
      const entry: (typeof entries)[number] = { received, answered: null }
      entries.push(entry)
      return (answered) => {
        entry.answered = answered
      }
    },
    calls: () =>
      entries.map(({ received, answered }) => ({
        ...received,
        status: answered?.status ?? null,
        durationMs: answered ? answered.at.getTime() - received.at.getTime() : null,
      })),
    callsByService() {
      const counts = Object.fromEntries(serviceNames.map((name) => [name, 0])) as Record<ServiceName, number>
      for (const { received } of entries) counts[received.service]++
      return counts
    },
    clear() {
      entries = []
    },
  }
}

const secretParameters = new Set(['apikey'])

/** A query as it may be shown to people. */
export function withoutSecrets(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => !secretParameters.has(name.toLowerCase())))
}
