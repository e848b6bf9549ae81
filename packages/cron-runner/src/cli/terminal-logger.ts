import type { Logger } from '@setvote/sdk'
import { safeMessage } from './safe-message.ts'
import type { Terminal } from './terminal.ts'

/** Writes to the standard error: a line each for people, JSON a line for machines. */
export function terminalLogger(
  { complain, clock }: Pick<Terminal, 'complain' | 'clock'>,
  { json }: { readonly json: boolean },
): Logger {
  const write =
    (level: string): Logger['info'] =>
    (message, fields = {}) => {
      const at = clock.now().toISOString()
      const told = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toText(value)]))
      if (json) return complain(JSON.stringify({ at, level, message, ...told }))
      const more = Object.entries(told).map(([name, value]) => ` ${name}=${value}`)
      complain(`${at} ${level.padEnd(5)} ${message}${more.join('')}`)
    }
  return { debug: () => {}, info: write('info'), warn: write('warn'), error: write('error') }
}

const toText = (value: unknown): unknown => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  return safeMessage(typeof value === 'object' && !(value instanceof Error) ? JSON.stringify(value) : value)
}
