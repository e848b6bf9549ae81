import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

export interface DemoRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the demo as the root script does, without whatever keys the machine has in its environment. */
export async function runDemo(
  args: readonly string[],
  {
    env = {},
    onOutput,
  }: {
    readonly env?: Readonly<Record<string, string>>
    readonly onOutput?: (text: string, interrupt: () => void) => void
  } = {},
): Promise<DemoRun> {
  const demo = spawn(
    process.execPath,
    ['--conditions=@setvote/source', 'examples/terminal/src/main.ts', ...args],
    { cwd: repository, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    demo[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      onOutput?.(text, () => demo.kill('SIGINT'))
    })
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    demo.on('error', reject).on('close', resolve)
  })
  return { exitCode, ...output }
}
