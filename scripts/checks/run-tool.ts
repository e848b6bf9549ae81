import { spawn } from 'node:child_process'

export interface ToolOutcome {
  readonly ok: boolean
  /** Standard output and error, as they came. */
  readonly output: string
  /** Standard output alone. */
  readonly stdout: string
}

export interface ToolOptions {
  readonly cwd: string
  /** @default 120_000 */
  readonly timeoutMs?: number
}

/** Runs a command and collects what it says. A command that cannot start is a failed one. */
export function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<ToolOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 120_000,
    })
    let output = ''
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', (error) => resolve({ ok: false, output: error.message, stdout }))
    child.on('close', (code, signal) => {
      const ending = signal ? `${command} was stopped by ${signal}\n` : ''
      resolve({ ok: code === 0, output: `${output}${ending}`.trim(), stdout: stdout.trim() })
    })
  })
}

/** Runs a JavaScript file with the Node this process runs on. */
export const runNode = (args: readonly string[], options: ToolOptions): Promise<ToolOutcome> =>
  runTool(process.execPath, args, options)
