import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { QueueConnection } from '../../../src/bullmq/index.ts'

export interface WorkingTask {
  readonly connection: QueueConnection
  readonly prefix: string
  readonly finishes: boolean
}

export interface Begun {
  readonly payload: unknown
  readonly redelivered: boolean
}

/** A process that works on items named `item`. */
export function startWorker(task: WorkingTask) {
  const child = fork(fileURLToPath(new URL('working-process.ts', import.meta.url)), {
    execArgv: ['--conditions=@setvote/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const begun: Begun[] = []
  child.on('message', (message) => begun.push(message as Begun))
  child.send(task)
  return {
    begun,
    /** Ends it as a crash does. */
    async kill(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
