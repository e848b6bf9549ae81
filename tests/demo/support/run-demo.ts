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
    interruptAt,
  }: {
    readonly env?: Readonly<Record<string, string>>
    /** Presses Ctrl-C when the output holds this. */
    readonly interruptAt?: string
  } = {},
): Promise<DemoRun> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const demo = spawn(
    process.execPath,
    ['--conditions=@setvote/source', 'examples/terminal/src/main.ts', ...args],
    { cwd: repository, env: { PATH, NODE_COMPILE_CACHE, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    demo[name].setEncoding('utf8').on('data', (text: string) => {
      const hadIt = interruptAt !== undefined && output[name].includes(interruptAt)
      output[name] += text
      if (interruptAt !== undefined && !hadIt && output[name].includes(interruptAt)) demo.kill('SIGINT')
    })
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    demo.on('error', reject).on('close', resolve)
  })
  return { exitCode, ...output }
}
