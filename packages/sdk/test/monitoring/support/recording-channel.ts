import type { AlertChannel, AlertNotice } from '../../../src/monitoring/alert-channel.ts'

export interface RecordingChannel extends AlertChannel {
  readonly notices: AlertNotice[]
  /** Every attempt, whether it was taken or not. */
  attempts: number
  failure: Error | null
  /** `kind title` of what it took, in order. */
  told(): string[]
}

export function recordingChannel(name = 'test', minSeverity?: AlertChannel['minSeverity']): RecordingChannel {
  const self: RecordingChannel = {
    name,
    minSeverity,
    notices: [],
    attempts: 0,
    failure: null,
    async send(notice) {
      self.attempts++
      if (self.failure) throw self.failure
      self.notices.push(notice)
    },
    told: () => self.notices.map(({ kind, title }) => `${kind}: ${title}`),
  }
  return self
}

/** A logger that keeps everything as text. */
export function recordingLogger() {
  const lines: string[] = []
  const write =
    (level: string) =>
    (message: string, fields: object = {}) => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
    }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
