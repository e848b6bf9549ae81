import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(import.meta.resolve('@setvote/cron-runner')).replace(/index\.(ts|js)$/, 'cli.$1')
const here = fileURLToPath(new URL('.', import.meta.url))

/** A process of `setvote-cron`. */
export interface CliProcess {
  /** What it has printed so far. */
  readonly out: () => string
  readonly complaints: () => string
  /** Resolves when the text has been printed; rejects when the process ends without. */
  said(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Runs the command line as an operator does, in its own process. */
export function startCli(
  args: readonly string[],
  { config, env = {}, folder = here }: { config?: string; env?: Record<string, string>; folder?: string },
): CliProcess {
  const file = config === undefined ? [] : ['--config', fileURLToPath(new URL(config, import.meta.url))]
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@setvote/source', cli, ...args, ...file],
    { cwd: folder, env: { PATH, HOME, NODE_COMPILE_CACHE, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [out, complaints] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = once(child, 'close').then(() => child.exitCode)
  return {
    out: () => out,
    complaints: () => complaints,
    async said(text) {
      const over = ended.then(() => 'over' as const)
      while (!out.includes(text) && !complaints.includes(text)) {
        const heard = Promise.race([once(child.stdout!, 'data'), once(child.stderr!, 'data')])
        if ((await Promise.race([heard, over])) === 'over' && !`${out}${complaints}`.includes(text)) {
          throw new Error(`setvote-cron never said "${text}": ${out}\n${complaints}`)
        }
      }
    },
    signal: (name) => void child.kill(name),
    ended,
  }
}

/** Runs a command to its end. */
export async function runCli(
  args: readonly string[],
  options: Parameters<typeof startCli>[1],
): Promise<{ readonly code: number | null; readonly out: string; readonly complaints: string }> {
  const cli = startCli(args, options)
  return { code: await cli.ended, out: cli.out(), complaints: cli.complaints() }
}
