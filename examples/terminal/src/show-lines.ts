import type { ProgressView } from './show-progress.ts'

/** Progress as plain lines, one for each percent that is done: for logs and pipes. */
export function showLines(write: (line: string) => void): ProgressView {
  let shown = ''
  return {
    step({ percent, phase, message, status }) {
      const place = `${phase} ${Math.floor(percent)}`
      if (place === shown && status === 'running') return
      shown = place
      write(`${String(Math.floor(percent)).padStart(3)} %  ${phase.padEnd(7)}  ${message}`)
    },
    end: async () => {},
  }
}
