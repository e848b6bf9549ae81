import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Another process, which runs a script of `tests/support` and speaks by messages. */
export interface Child {
  tell(message: unknown): void
  /** Its next message. Rejects when it ends without one. */
  hear<Message>(): Promise<Message>
  /** Ends it as a crash does; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when it has ended by itself; rejects when that was no good end. */
  end(): Promise<void>
}

export function startChild(script: string, task: unknown): Child {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    cwd: repository,
    execArgv: ['--conditions=@setvote/source'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  const gone = once(child, 'close')
  child.send(task as object)
  return {
    tell: (message) => void child.send(message as object),
    async hear<Message>() {
      while (messages.length === 0 && !hasEnded(child)) await Promise.race([once(child, 'message'), gone])
      if (messages.length === 0) throw new Error(`${script} said nothing: ${complaints}`)
      return messages.shift() as Message
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async end() {
      await gone
      if (child.exitCode !== 0) throw new Error(`${script} ended with ${child.exitCode}: ${complaints}`)
    },
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null
