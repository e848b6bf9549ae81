import { type Clock, systemClock } from '@setvote/sdk'

/** What a command needs of the world around it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where configs and packages are looked for. */
  readonly folder: string
  readonly clock: Clock
  print(text: string): void
  complain(text: string): void
  /** Calls the listener with every request to stop; answers what takes that back. */
  onStop(listener: () => void): () => void
  /** Ends the process at once. */
  exit(code: number): void
}

const signals = ['SIGINT', 'SIGTERM'] as const

export const systemTerminal: Terminal = {
  env: process.env,
  folder: process.cwd(),
  clock: systemClock,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  onStop(listener) {
    for (const signal of signals) process.on(signal, listener)
    return () => {
      for (const signal of signals) process.off(signal, listener)
    }
  },
  exit: (code) => process.exit(code),
}
