export type LogFields = Readonly<Record<string, unknown>>

/** The four methods that setvote calls. pino, winston, consola and `console` all fit. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

const nothing = () => {}

/** Says nothing: the default everywhere. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
